// What the reference costs its readers: node measure.mjs <task.json>. Prints it as a line of JSON.
import fs from 'node:fs/promises';
import { comesAlive, launch, Site } from './browser.mjs';
import { serve, serveNothing } from './server.mjs';

/** How long to wait for the page, in milliseconds. */
const PATIENCE = 60_000;

const task = JSON.parse(await fs.readFile(process.argv[2], 'utf8'));
const server = await serve(task.site, { compressed: true });
const nowhere = await serveNothing();
const browser = await launch(task.chromium, nowhere.origin);

/** Notes, in the page, when the first operation is painted. */
function watch() {
  const look = () => {
    const operation = document.querySelector('[data-section-id^="operation/"] h2');
    if (operation?.getBoundingClientRect().height > 0) requestAnimationFrame(() => (window.readable = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Opens the page as somebody who has never been there. */
async function visit() {
  const site = new Site(browser, server.origin, server.address, PATIENCE);
  let bytes = 0;
  const before = async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript(watch);
  };
  try {
    const page = await site.open('index.html', { before, alive: false });
    await page.waitForFunction(() => window.readable);
    const readable = await page.evaluate(() => window.readable);
    await comesAlive(page);
    const alive = await page.evaluate(() => performance.now());
    await page.waitForLoadState('networkidle');
    return { readable, alive, bytes, requests: page.loaded.length };
  } finally {
    await site.close();
  }
}

try {
  // The first visit starts the browser's own processes.
  await visit();
  const visits = [];
  for (let round = 0; round < task.rounds; round += 1) visits.push(await visit());
  process.stdout.write(`${JSON.stringify(visits)}\n`);
} finally {
  await browser.close();
  server.close();
  nowhere.close();
}
