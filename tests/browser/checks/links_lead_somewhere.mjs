// Every link into the site leads to a file of it, every link into the page to a place of it; what the bar has is there.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { each } from '../browser.mjs';

/** What a reader has to be able to get at from each page. */
const PLACES = ['index.html', 'changelog.html', 'rust/certcentral/index.html', 'openapi.yaml', 'openapi.json', 'SHA256SUMS'];

export default async function ({ site, directory }) {
  for (const name of ['index.html', 'changelog.html']) {
    const page = await site.open(name);
    const links = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const schemas = (await fs.readdir(path.join(directory, 'schemas'))).map((file) => `schemas/${file}`);
    await each([...PLACES, ...schemas], 'places', (place) => assert.ok(links.includes(place), `${name}: no link to ${place}`));
    const inside = links.filter((link) => !/^[a-z]+:/.test(link));
    await each(inside, 'links', async (link) => {
      const [file, anchor] = link.split('#');
      if (file) await fs.access(path.join(directory, file)).catch(() => assert.fail(`${name}: ${link} leads nowhere`));
      if (!file && anchor) {
        const id = decodeURIComponent(anchor);
        const there = await page.evaluate((id) => document.getElementById(id)?.checkVisibility(), id);
        assert.ok(there, `${name}: #${anchor} is no place of the page`);
      }
    });
  }
}

export const broken = {
  'a page is not there': { file: 'index.html', change: (html) => html.replace('href="changelog.html"', 'href="changes.html"') },
  'a place is not there': { file: 'reference.js', change: (script) => script.replace('heading.id = id', 'heading.id = `no-${id}`') },
};
