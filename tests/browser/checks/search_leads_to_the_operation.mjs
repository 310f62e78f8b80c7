// By its name, by a word of it, and by a word of its path.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';

export default async function ({ site, shown }) {
  await each(shown.operations, 'operations', async ({ id, summary, path }) => {
    const page = await site.open();
    const longest = (text) => text.split(/\W+|_/).sort((a, b) => b.length - a.length)[0];
    for (const term of [summary, longest(summary), longest(path)]) {
      await page.getByRole('textbox').fill(term);
      const result = page.locator('[data-role="search:results"]').getByText(summary);
      await result.first().click();
      await page.waitForFunction((id) => decodeURIComponent(location.hash).endsWith(`operation/${id}`), id);
      const heading = page.locator(`#live [data-section-id="operation/${id}"] h2`);
      const top = await heading.evaluate((element) => element.getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 400, `"${term}" leads elsewhere than to ${id}`);
      await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
      await page.getByRole('textbox').fill('');
    }
  });
}

export const broken = {
  'its worker may not run': { file: 'index.html', change: (html) => html.replace("worker-src blob:", "worker-src 'none'") },
};
