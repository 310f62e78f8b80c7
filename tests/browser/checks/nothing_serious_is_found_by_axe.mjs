// axe-core's rules, in both sizes. Findings of less weight are the renderer's: headings that leave out a level.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { LAPTOP, PHONE } from '../browser.mjs';

const AXE = await fs.readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export default async function ({ site }) {
  for (const size of [LAPTOP, PHONE]) {
    for (const path of ['index.html', 'changelog.html']) {
      const page = await site.open(path, { size });
      await page.evaluate(`${AXE}; undefined`);
      const { violations, passes } = await page.evaluate(() => axe.run({ exclude: ['#prerendered.replaced'] }, { resultTypes: ['violations'] }));
      assert.ok(passes.length > 10, `${path}: too few rules were applied`);
      const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
      const places = serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
      assert.deepEqual(places, [], `${path} at ${size.width} px`);
    }
  }
}

export const broken = {
  'contrast is low': { file: 'site.css', change: (css) => `${css}\n.site a { color: #444 !important }` },
  'the language is not said': { file: 'index.html', change: (html) => html.replace('<html lang="en"', '<html') },
};
