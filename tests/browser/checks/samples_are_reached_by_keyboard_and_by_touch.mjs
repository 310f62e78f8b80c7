// On a phone: a way from the operation to its samples, and tabs that fingers and keys can switch.
import assert from 'node:assert/strict';
import { each, PHONE } from '../browser.mjs';

export default async function ({ site, shown }) {
  await each(shown.operations.filter(({ samples }) => samples.length > 0), 'samples', async ({ id, samples }) => {
    const page = await site.open(`index.html#operation/${id}`, { size: PHONE, hasTouch: true, isMobile: true });
    const section = page.locator(`#live [data-section-id="operation/${id}"]`);
    const tabs = section.getByRole('tablist').first().getByRole('tab');
    const shows = async (index, how) => {
      const text = await section.getByRole('tabpanel').filter({ visible: true }).first().locator('pre').textContent();
      assert.equal(text, samples[index][1], `${id}: ${how}`);
    };
    await section.getByRole('link', { name: /^Samples/ }).tap();
    await page.waitForFunction((id) => {
      const top = document.getElementById(`samples/${id}`).getBoundingClientRect().top;
      return Math.round(top) >= 0 && top < window.innerHeight / 2;
    }, id);
    assert.ok(await tabs.first().isVisible(), `${id}: no samples`);
    await tabs.nth(1).tap();
    await shows(1, 'the second sample, by touch');
    await page.keyboard.press('ArrowRight');
    await shows(2, 'the third sample, by key');
    assert.ok(await tabs.nth(2).evaluate((tab) => tab === document.activeElement), 'the focus has stayed behind');
    await page.keyboard.press('Home');
    await shows(0, 'the first sample, by key');
  });
}

export const broken = {
  'there is no way to them': { file: 'site.css', change: (css) => `${css}\na[href^="#samples/"] { display: none !important }` },
  'the way leads nowhere': { file: 'reference.js', change: (script) => script.replace("'samples/'", "'sample/'") },
};
