// At 360 px nothing is wider than the window, but code, which scrolls by itself.
import assert from 'node:assert/strict';
import { PHONE } from '../browser.mjs';

export default async function ({ site }) {
  for (const [path, scripts] of [['index.html', true], ['index.html', false], ['changelog.html', true]]) {
    const page = await site.open(path, { size: PHONE, scripts });
    const wide = await page.evaluate(() => {
      const isCode = (element) => element.closest('pre, [role="tabpanel"]');
      const all = [...document.querySelectorAll('main *, header *')];
      const shown = all.filter((element) => element.checkVisibility() && !isCode(element));
      const wide = shown.filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
      return { names: wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 200)), total: shown.length };
    });
    assert.ok(wide.total > 20, `${path}: too little is looked at`);
    assert.deepEqual(wide.names, [], `${path}: is wider than the window`);
    const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(width <= inner, `${path}: ${width} px wide in a window of ${inner}`);
  }
}

export const broken = {
  'the bar is wide': { file: 'site.css', change: (css) => `${css}\n.site { min-width: 40rem }` },
  'text is cut off': { file: 'site.css', change: (css) => `${css}\n#content h2 { min-width: 40rem }` },
};
