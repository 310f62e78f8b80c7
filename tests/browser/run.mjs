// Runs the checks in `checks/` on a site: node run.mjs <task.json>. Says what came of each in a line of JSON.
//
// Each is run on the site as it is served, on the site as a file, and on sites that are broken in the ways that the check
// says it sees.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, Site } from './browser.mjs';
import { photograph } from './photograph.mjs';
import { serve, serveNothing } from './server.mjs';

/** How long to wait for what has to come, in milliseconds: with a broken site, it does not. */
const PATIENCE = 30_000;
const PATIENCE_WITH_BROKEN = 2_000;

/** The host that broken sites ask for things. */
const BROKEN = 'broken.invalid';

const task = JSON.parse(await fs.readFile(process.argv[2], 'utf8'));
const server = await serve(task.site);
const nowhere = await serveNothing();
const browser = await launch(task.chromium, nowhere.origin);

async function run(check, address, patience) {
  const site = new Site(browser, server.origin, address, patience);
  try {
    await check.default({ site, shown: task.shown, directory: task.site });
  } finally {
    await site.close();
  }
}

/** Every way in which a check says that a site may be broken has to make it fail. */
async function runBroken(check) {
  const ways = Object.entries(check.broken ?? {});
  assert.ok(ways.length > 0, 'it does not say what it sees');
  for (const [what, { file, change }] of ways) {
    const text = await fs.readFile(path.join(task.site, file), 'utf8');
    const changed = change(text);
    assert.notEqual(changed, text, `${what}: nothing of ${file} is changed`);
    const address = server.serveBroken({ [file]: changed });
    await assert.rejects(run(check, address, PATIENCE_WITH_BROKEN), `it does not see: ${what}`);
  }
}

const WAYS = {
  served: (check) => run(check, server.address, PATIENCE),
  'as a file': (check) => run(check, pathToFileURL(task.site).href + '/', PATIENCE),
  broken: runBroken,
};

const say = (result) => process.stdout.write(JSON.stringify(result) + '\n');
const queue = [...task.checks];
async function work() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { check, way } = next;
    const failure = await WAYS[way](await import(`./checks/${check}.mjs`)).then(
      () => null,
      (error) => error.message,
    );
    say({ check, way, failure });
  }
}
try {
  await Promise.all([work(), work()]);
  if (task.screenshots) await photograph(new Site(browser, server.origin, server.address, PATIENCE), task.screenshots, task.shown);
  const foreign = server.foreign.filter((address) => !address.includes(BROKEN));
  say({ check: task.always, way: 'always', failure: foreign.length > 0 ? foreign.join(', ') : null });
} finally {
  await browser.close();
  server.close();
  nowhere.close();
}
