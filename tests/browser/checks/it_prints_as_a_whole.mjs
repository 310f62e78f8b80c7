// In print there is all that the document says, with all samples and examples, in black on white; and it fits the paper.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';
import { missing, missingSamples, read, squeezed } from '../reading.mjs';

/** The width of what is printed on, in pixels: A4 without margins. */
const PAPER = { width: 718, height: 1047 };

export default async function ({ site, shown }) {
  const page = await site.open('index.html', { size: PAPER });
  await page.emulateMedia({ media: 'print' });
  const there = await read(page, 'body');
  assert.deepEqual(missing(shown, there).missing, [], 'what the document says is not in print');
  await each(shown.operations, 'operations', async (operation) => {
    const text = there.operations[squeezed(operation.summary)].text;
    assert.deepEqual(missingSamples(operation, text), [], `${operation.id}: samples and examples`);
  });
  const { cut, dark, total } = await page.evaluate(() => {
    const shown = [...document.querySelectorAll('#prerendered *')].filter((element) => element.checkVisibility());
    const cut = shown.filter((element) => element.scrollWidth > element.clientWidth + 1 && element.matches('pre, pre *, table, p'));
    const dark = shown.filter((element) => !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(getComputedStyle(element).backgroundColor));
    const open = (list) => list.slice(0, 3).map((element) => element.outerHTML.slice(0, 200));
    return { cut: open(cut.filter((element) => getComputedStyle(element).display !== 'inline')), dark: open(dark), total: shown.length };
  });
  assert.ok(total > 100, 'too little is looked at');
  assert.deepEqual(cut, [], 'cut off');
  assert.deepEqual(dark, [], 'a waste of ink');
  const pdf = await page.pdf();
  assert.ok(pdf.subarray(0, 5).equals(Buffer.from('%PDF-')) && pdf.length > 10_000, 'no PDF can be made');
}

export const broken = {
  'it is hidden': { file: 'site.css', change: (css) => `${css}\n@media print { #prerendered { display: none !important } }` },
  'panels stay shut': { file: 'unscripted.css', change: (css) => css.replaceAll('display: block', 'display: none') },
  'lines are cut': { file: 'site.css', change: (css) => css.replaceAll('white-space: pre-wrap', 'white-space: pre').replaceAll('overflow: visible', 'overflow: hidden') },
  'panels are dark': { file: 'site.css', change: (css) => css.replace('background: none !important', '') },
};
