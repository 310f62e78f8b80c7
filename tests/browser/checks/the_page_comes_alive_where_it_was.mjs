// When the live page takes the place of the prerendered one, what is being read stays where it is.
import assert from 'node:assert/strict';
import { comesAlive, each, LAPTOP, PHONE } from '../browser.mjs';

export default async function ({ site, shown }) {
  for (const size of [LAPTOP, PHONE]) {
    await each(['', ...shown.operations.map(({ id }) => `#operation/${id}`)], 'places', async (place) => {
      let release;
      const released = new Promise((resolve) => (release = resolve));
      const before = (page) => page.route('**/redoc.standalone.js', (route) => released.then(() => route.continue()));
      const page = await site.open(`index.html${place}`, { size, alive: false, before });
      await page.locator('#prerendered h1').waitFor();
      if (!place) await page.mouse.wheel(0, 700);
      await page.waitForFunction((least) => window.scrollY >= least, place ? 1 : 700);
      // Above and below the window, examples may be open here and shut there.
      const places = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('main h1, main h2, main h3, main p:not([role="tabpanel"] p)')]
            .filter((element) => element.checkVisibility())
            .map((element) => ({ text: element.textContent.trim(), top: Math.round(element.getBoundingClientRect().top) }))
            .filter(({ top }) => top >= 0 && top < window.innerHeight),
        );
      const prerendered = await places();
      assert.ok(prerendered.length > 1, 'too little is looked at');
      release();
      await comesAlive(page);
      assert.deepEqual(await places(), prerendered, `${place || 'scrolled'} at ${size.width} px`);
    });
  }
}

export const broken = {
  'it starts at the top': { file: 'reference.js', change: (script) => script.replace(' - place.top', '') },
  'its text is wider': { file: 'site.css', change: (css) => `${css}\n#live p { margin-top: 2rem !important }` },
};
