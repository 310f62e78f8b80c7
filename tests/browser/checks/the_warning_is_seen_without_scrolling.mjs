// Whoever opens an operation, by an address or a link, sees first of all that its response is shown once.
import assert from 'node:assert/strict';
import { each, LAPTOP, PHONE } from '../browser.mjs';

/** Whether all of an element lies in the window, and nothing lies on it. */
function isSeen(element) {
  const boxes = [...element.getClientRects()];
  const isOn = (x, y) => element.contains(document.elementFromPoint(x, y)) || document.elementFromPoint(x, y)?.contains(element);
  return (
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    boxes.length > 0 &&
    boxes.every((box) => isOn(box.left + 1, box.top + 1) && isOn(box.right - 1, box.bottom - 1))
  );
}

export default async function ({ site, shown }) {
  const warned = shown.operations.filter(({ warning }) => warning);
  for (const size of [LAPTOP, PHONE]) {
    await each(warned, 'operations with a warning', async ({ id, summary, warning }) => {
      const look = async (page, by) => {
        const text = page.locator(`[data-section-id="operation/${id}"] strong`).filter({ hasText: warning.slice(0, 20) }).first();
        assert.equal((await text.textContent()).replaceAll(/\s+/g, ' '), warning);
        assert.ok(await text.evaluate(isSeen), `${id}, opened by ${by}, at ${size.width} px: the warning is not in sight`);
      };
      const page = await site.open(`index.html#operation/${id}`, { size });
      await look(page, 'an address');
      // Over the page’s own history: by its own address, then by a link.
      const own = page.locator(`#live [data-section-id$="/operation/${id}"]`).first();
      const address = await own.getAttribute('data-section-id');
      await page.evaluate(() => (location.hash = ''));
      await page.evaluate((address) => (location.hash = address), address);
      await look(page, 'the renderer’s address');
      await page.locator('#live .api-info').getByRole('link', { name: summary }).click();
      await look(page, 'a link');
      await look(await site.open(`index.html#operation/${id}`, { size, scripts: false }), 'an address, without scripts');
    });
  }
}

export const broken = {
  'it is below the window': { file: 'site.css', change: (css) => `${css}\n#content blockquote { margin-top: 50rem }` },
  'it is beneath the bar': { file: 'site.css', change: (css) => `${css}\n.site { height: 25rem !important; position: sticky !important; top: 0; z-index: 9 }` },
  'it is not visible': { file: 'site.css', change: (css) => `${css}\n#content blockquote { opacity: 0 }` },
};
