// The prerendered page says all that the document says, with all samples and examples.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';
import { missing, missingSamples, read, squeezed } from '../reading.mjs';

export default async function ({ site, shown }) {
  const page = await site.open('index.html', { scripts: false });
  const there = await read(page, '#prerendered');
  assert.deepEqual(missing(shown, there).missing, [], 'what the document says is not on the page');
  await each(shown.operations, 'operations', async (operation) => {
    const text = there.operations[squeezed(operation.summary)].text;
    assert.deepEqual(missingSamples(operation, text), [], `${operation.id}: samples and examples`);
  });
}

export const broken = {
  'a status is missing': { file: 'index.html', change: (html) => html.replace(/>404( |<)/, '>$1') },
  'panels stay shut': { file: 'unscripted.css', change: (css) => css.replaceAll('display: block', 'display: none') },
  'there is no page': { file: 'index.html', change: (html) => html.replace('<div id="prerendered">', '<div id="prerendered" hidden>') },
};
