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
      const places = () =>
        page.evaluate(() => [
          window.scrollY,
          ...[...document.querySelectorAll('main h1, main h2, main h3')]
            .filter((heading) => heading.checkVisibility())
            .map((heading) => `${heading.textContent.trim()} ${Math.round(heading.getBoundingClientRect().top)}`),
        ]);
      const prerendered = await places();
      release();
      await comesAlive(page);
      const ofOperations = prerendered.length - 1;
      assert.ok(ofOperations > 5, 'too little is looked at');
      // The last samples are below all else: how much is open there does not move anything.
      const live = await places();
      const last = prerendered.findLastIndex((text) => /Response samples/.test(text));
      assert.deepEqual(live.slice(0, last), prerendered.slice(0, last), `${place || 'scrolled'} at ${size.width} px`);
    });
  }
}

export const broken = {
  'it starts at the top': { file: 'reference.js', change: (script) => script.replace('top: position', 'top: 0') },
  'the live page is elsewhere': { file: 'site.css', change: (css) => `${css}\n#live { padding-top: 2rem }` },
};
