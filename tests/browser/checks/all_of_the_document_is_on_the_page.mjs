// Texts, operations, parameters, fields, roles, statuses, servers, the header for the key: all that the document says.
import assert from 'node:assert/strict';
import { missing, read } from '../reading.mjs';

export default async function ({ site, shown }) {
  const page = await site.open();
  const result = missing(shown, await read(page, '#live'));
  assert.deepEqual(result.missing, [], 'what the document says is not on the page');
  assert.ok(result.found > shown.texts.length, 'too little was looked for');
  assert.equal((await page.title()).includes(shown.title), true, 'the title is not the document’s');
}

const inDocument = (change) => ({ file: 'openapi.js', change });

export const broken = {
  'a role is missing': inDocument((script) => script.replace(/"102":"[^"]*",?/, '')),
  'a role has the description of another': inDocument((script) => script.replace(/("101":)"[^"]*"/, '$1"Other."')),
  'a field is missing': inDocument((script) => script.replace(/"api_key":\{[^{}]*\},?/, '')),
  'a field is not marked as required': inDocument((script) => script.replaceAll('"required":["name"]', '"required":[]')),
  'a status is missing': inDocument((script) => script.replace('"5XX"', '"x-5XX"')),
  'a method is another': inDocument((script) => script.replace('"post":{', '"put":{')),
  'a parameter is missing': inDocument((script) => script.replace('"in":"path"', '"in":"query"').replace('"name":"user_id"', '"name":"user"')),
  'a server is missing': inDocument((script) => script.replaceAll('certcentral.digicert.eu/services', 'example.com/services')),
  'the header is another': inDocument((script) => script.replaceAll('"X-DC-DEVKEY"', '"Authorization"').replaceAll('X-DC-DEVKEY (', '(')),
  'all text is transparent': { file: 'site.css', change: (css) => `${css}\n#live { opacity: 0 }` },
};
