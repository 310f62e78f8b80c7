// Chromium, and pages in it that note what they complain of and what they load.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=AutofillServerCommunication',
];

export const LAPTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 640 };

/** A proxy that is asked for everything: without the rule, not for what is on this machine. */
const proxied = (server) => ({ server, bypass: '<-loopback>' });

/** Starts the browser; what it asks of its maker goes to `nowhere`. */
export function launch(executablePath, nowhere) {
  return chromium.launch({ executablePath, args: ARGUMENTS, proxy: proxied(nowhere) });
}

/** What a check opens pages of a site with. */
export class Site {
  constructor(browser, proxy, address, patience) {
    Object.assign(this, { browser, proxy, address, patience, contexts: [] });
  }

  /** Opens a page, once it is alive; without scripts, once it is there. */
  async open(path = 'index.html', { size = LAPTOP, scripts = true, alive = scripts, before = async () => {}, ...options } = {}) {
    const context = await this.browser.newContext({
      viewport: size,
      javaScriptEnabled: scripts,
      proxy: proxied(this.proxy),
      ...options,
    });
    this.contexts.push(context);
    context.setDefaultTimeout(this.patience);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.complaints = [];
    page.loaded = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
    });
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    context.on('request', (request) => page.loaded.push(request.url()));
    await before(page);
    await page.goto(this.address + path, { waitUntil: alive || !scripts ? 'load' : 'commit' });
    if (alive && path.startsWith('index.html')) await comesAlive(page);
    return page;
  }

  async close() {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** Waits until the renderer's page is in the place of the prerendered one. */
export async function comesAlive(page) {
  await page.locator('#live:not([hidden]) h1').waitFor();
}

/** Runs `action` for each of what has to be there: none at all is a failure. */
export async function each(things, what, action) {
  const list = [...things];
  assert.ok(list.length > 0, `no ${what}: nothing is checked`);
  for (const thing of list) await action(thing);
}

let clipboard = Promise.resolve();

/** Runs `action` while nobody else uses the clipboard, of which there is one. */
export function withClipboard(action) {
  const result = clipboard.then(action);
  clipboard = result.catch(() => {});
  return result;
}
