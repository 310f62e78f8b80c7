// An operation that is opened, by its short address or by a link, is the one that the menu marks.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';

export default async function ({ site, shown }) {
  await each(shown.operations, 'operations', async ({ id, summary }) => {
    const isMarked = async (page, by) => {
      const marked = page.locator('#live .menu-content label.active').filter({ visible: true }).filter({ hasText: summary });
      await marked.waitFor().catch(() => assert.fail(`${id}, opened by ${by}, is not marked`));
    };
    await isMarked(await site.open(`index.html#operation/${id}`), 'an address');
    const page = await site.open();
    await page.locator('#live .api-info').getByRole('link', { name: summary }).click();
    await isMarked(page, 'a link');
  });
}

export const broken = {
  'short addresses are not known': { file: 'reference.js', change: (script) => script.replace("startsWith('operation/')", "startsWith('x')") },
};
