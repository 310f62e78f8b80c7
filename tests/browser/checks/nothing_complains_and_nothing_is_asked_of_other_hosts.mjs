// No message of the console is a warning or an error, and all that is loaded is of the site.
import assert from 'node:assert/strict';
import { each, LAPTOP, PHONE } from '../browser.mjs';

export default async function ({ site, shown }) {
  const operations = shown.operations.map(({ id }) => [`index.html#operation/${id}`, PHONE]);
  await each([['index.html', LAPTOP], ['changelog.html', PHONE], ...operations], 'places', async ([place, size]) => {
    const page = await site.open(place, { size });
    const look = async () => {
      // What was asked for last is noted by then.
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 })));
      assert.deepEqual(page.complaints, [], `${place}: what it complains of`);
      assert.ok(page.loaded.length > 1, `${place}: nothing is noted`);
      const foreign = page.loaded.filter((url) => !url.startsWith(site.address) && !/^(blob|data):/.test(url));
      assert.deepEqual(foreign, [], `${place}: asked of others`);
    };
    await look();
    if (place === 'index.html') {
      await page.getByRole('textbox').fill(shown.operations[0].summary);
      await page.locator('[data-role="search:results"]').waitFor();
      for (const tab of await page.locator('#live').getByRole('tab').all()) await tab.click();
      await look();
    }
  });
}

const withoutPolicy = (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');

export const broken = {
  'an image is of another host': { file: 'index.html', change: (html) => html.replace('</header>', '</header><img alt="" src="https://broken.invalid/a.png">') },
  'and no policy stops it': { file: 'index.html', change: (html) => withoutPolicy(html).replace('</header>', '</header><img alt="" src="https://broken.invalid/a.png">') },
  'the renderer loads its logo': { file: 'redoc.standalone.js', change: (script) => script.replace('data:image/svg+xml,%3Csvg', 'https://broken.invalid/a.svg?') },
  'a warning': { file: 'reference.js', change: (script) => `${script}\nconsole.warn('a warning');` },
  'an exception': { file: 'reference.js', change: (script) => `${script}\nthrow new Error('broken');` },
};
