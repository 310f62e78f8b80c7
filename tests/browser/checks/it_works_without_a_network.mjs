// Once it is there, nothing of it needs the network any more: tabs, examples and search.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';

export default async function ({ site, shown }) {
  const page = await site.open();
  await page.context().setOffline(true);
  const before = page.loaded.length;
  await each(shown.operations.filter(({ samples }) => samples.length > 0), 'samples', async ({ id, summary, samples }) => {
    const section = page.locator(`#live [data-section-id="operation/${id}"]`);
    await each(samples, 'samples', async ([label, source]) => {
      await section.getByRole('tab', { name: label, exact: true }).click();
      assert.equal(await section.getByRole('tabpanel').filter({ visible: true }).first().locator('pre').textContent(), source, label);
    });
    await page.getByRole('textbox').fill(summary);
    await page.locator('[data-role="search:results"]').getByText(summary).first().click();
  });
  // The browser looks at the icon when the address changes.
  const isOwn = (url) => /^(blob|data):/.test(url) || url.endsWith('/favicon.svg');
  assert.deepEqual(page.loaded.slice(before).filter((url) => !isOwn(url)), [], 'loaded later');
}

export const broken = {
  'it loads something later': {
    file: 'reference.js',
    change: (script) => `${script}\nlive.addEventListener('click', () => { new Image().src = 'later.png'; });`,
  },
};
