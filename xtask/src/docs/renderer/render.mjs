// Renders a document to HTML: node render.mjs <openapi.json> <rendered.json>
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
globalThis.window ??= undefined;
const React = require('react');
const { renderToString } = require('react-dom/server');
const { ServerStyleSheet } = require('styled-components');
const { Redoc, createStore } = require('redoc');

const [input, output] = process.argv.slice(2);
const store = await createStore(JSON.parse(fs.readFileSync(input, 'utf8')), undefined, {
  expandResponses: 'all',
  schemasExpansionLevel: 'all',
});
const sheet = new ServerStyleSheet();
const html = renderToString(sheet.collectStyles(React.createElement(Redoc, { store })));
fs.writeFileSync(output, JSON.stringify({ html, css: sheet.getStyleTags() }));
