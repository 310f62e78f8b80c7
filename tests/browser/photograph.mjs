// Screenshots of the site, for people to look at.
import path from 'node:path';
import { LAPTOP, PHONE } from './browser.mjs';

/** Takes pictures of the overview, of each operation and of its samples, in both sizes, into `directory`. */
export async function photograph(site, directory, shown) {
  for (const size of [LAPTOP, PHONE]) {
    const take = async (name, place, options = {}) => {
      const page = await site.open(place, { size });
      await page.screenshot({ path: path.join(directory, `${name}-${size.width}.png`), ...options });
    };
    await take('overview', 'index.html');
    await take('page', 'index.html', { fullPage: true });
    await take('changelog', 'changelog.html');
    for (const { id } of shown.operations) {
      await take(id, `index.html#operation/${id}`);
      await take(`${id}-samples`, `index.html#samples/${id}`);
    }
  }
  await site.close();
}
