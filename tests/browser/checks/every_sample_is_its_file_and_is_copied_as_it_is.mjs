// The tab of each sample shows its file, white space included, and its button copies just that.
import assert from 'node:assert/strict';
import { each, withClipboard } from '../browser.mjs';

export default async function ({ site, shown }) {
  const page = await site.open();
  await each(shown.operations.filter(({ samples }) => samples.length > 0), 'samples', async ({ id, samples }) => {
    const section = page.locator(`#live [data-section-id="operation/${id}"]`);
    const tabs = section.getByRole('tablist').first().getByRole('tab');
    const labels = await tabs.allTextContents();
    assert.deepEqual(labels.slice(0, samples.length), samples.map(([label]) => label), `${id}: the tabs`);
    await each(samples, `samples of ${id}`, async ([label, source]) => {
      await tabs.getByText(label, { exact: true }).click();
      const panel = section.getByRole('tabpanel').filter({ visible: true }).first();
      assert.equal(await panel.locator('pre').textContent(), source, `${id} in ${label}: what is shown`);
      await withClipboard(async () => {
        await page.bringToFront();
        await page.evaluate(() => navigator.clipboard.writeText(''));
        await panel.getByRole('button', { name: 'Copy' }).click();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), source, `${id} in ${label}: what is copied`);
      });
    });
  });
}

export const broken = {
  'a sample has a blank less': { file: 'openapi.js', change: (script) => script.replace(/("lang":"Go"[^]*?"source":"[^]*?) /, '$1') },
  'a sample is missing': { file: 'openapi.js', change: (script) => script.replace(/\{[^{}]*"lang":"Rust"[^]*?"source":"(?:[^"\\]|\\.)*"\},?/, '') },
  'nothing is copied': { file: 'reference.js', change: (script) => `${script}\ndocument.execCommand = () => true;` },
};
