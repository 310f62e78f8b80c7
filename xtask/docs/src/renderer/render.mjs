// Renders a published document: node render.mjs <openapi.json> <rendered.json>
//
// Writes the page as HTML, for the time before its script has run, for readers without scripts, and for print; and the
// document and the options that the script shows it with. Both show the document as `reading.mjs` arranges it.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { forPrint, forReading } from './reading.mjs';

// Development builds of the libraries render the same, and say more on the way.
process.env.NODE_ENV = 'production';
const require = createRequire(import.meta.url);
// Libraries ask whether it is there, by name.
globalThis.window ??= undefined;
const React = require('react');
const { renderToString } = require('react-dom/server');
const { TabPanel } = require('react-tabs');
const { ServerStyleSheet } = require('styled-components');
const { Redoc, createStore } = require('redoc');

const monospace = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const options = {
  expandResponses: 'all',
  // Not of recursive schemas, which would not end: Redoc stops there by itself.
  schemasExpansionLevel: 'all',
  jsonSamplesExpandLevel: 'all',
  downloadUrls: [
    { title: 'YAML', url: 'openapi.yaml' },
    { title: 'JSON', url: 'openapi.json' },
  ],
  hideLoading: true,
  nativeScrollbars: true,
  pathInMiddlePanel: true,
  // Behind the samples, however many there are.
  payloadSampleIdx: Number.MAX_SAFE_INTEGER,
  theme: {
    spacing: { sectionHorizontal: 24, sectionVertical: 24 },
    colors: {
      primary: { main: '#1d4f91' },
      success: { main: '#1b6e3c' },
      error: { main: '#a8201a' },
      text: { primary: '#1f2933', secondary: '#52606d' },
      http: { get: '#1b6e3c', post: '#1d5fa8', put: '#7a5200', patch: '#7a5200', delete: '#a8201a' },
    },
    schema: { requireLabelColor: '#a8201a', typeNameColor: '#52606d', typeTitleColor: '#52606d' },
    rightPanel: { width: '44%' },
    sidebar: { width: '240px', backgroundColor: '#f5f7fa', textColor: '#1f2933' },
    typography: {
      fontSize: '15px',
      lineHeight: '1.6',
      fontFamily: sans,
      smoothing: 'auto',
      optimizeSpeed: false,
      headings: { fontFamily: sans, fontWeight: '600', lineHeight: '1.3' },
      code: { fontFamily: monospace, color: '#8a1c1c', backgroundColor: '#f0f2f5', wrap: true },
      links: { color: '#1d4f91' },
    },
  },
};

/** Tabs show all that they hold, one below the other, each under its name. */
function withOpenTabs(render) {
  const { createElement } = React;
  React.createElement = (type, props, ...children) =>
    createElement(type, type === TabPanel ? { ...props, forceRender: true } : props, ...children);
  try {
    return named(render());
  } finally {
    React.createElement = createElement;
  }
}

/** Puts the name of each tab on its panel, for the style sheet to show. */
function named(html) {
  const names = new Map([...html.matchAll(/ id="tab(:\w+:\d+)"[^>]*>([^<]*)</g)].map(([, id, name]) => [id, name.trim()]));
  return html.replaceAll(/ id="panel(:\w+:\d+)"/g, (attribute, id) => `${attribute} data-name="${names.get(id)}"`);
}

/** Makes the samples of each operation a place that can be linked to; the page's script does the same to what it shows. */
function linked(html) {
  return html.replaceAll(
    /( data-section-id="operation\/([^"]+)"(?:(?! data-section-id=)[^])*?<h3)([^>]*>(?:(?!<\/h3>)[^])*<\/h3><div[^>]* data-rttabs=)/g,
    '$1 id="samples/$2"$3',
  );
}

const [input, output] = process.argv.slice(2);
const published = JSON.parse(fs.readFileSync(input, 'utf8'));
const store = await createStore(forPrint(published), undefined, options);
const sheet = new ServerStyleSheet();
const html = withOpenTabs(() => renderToString(sheet.collectStyles(React.createElement(Redoc, { store }))));
const rendered = { html: linked(html), css: sheet.getStyleTags(), document: forReading(published), options };
fs.writeFileSync(output, JSON.stringify(rendered));
