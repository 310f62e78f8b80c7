// A loopback server for sites, and the only way out of their pages: it is their proxy, and notes what is asked of others.
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Where the site is, as it is: a static host has it in some directory. */
const PLACE = '/some/where/';

/** Serves the site in a directory; `compressed`, as static hosts do. */
export async function serve(directory, { compressed = false } = {}) {
  /** Addresses at other hosts that pages wanted, or their workers. */
  const foreign = [];
  /** What is served in the place of a site's files, by the path of the site. */
  const broken = new Map();
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    if (url.port !== String(server.address().port) || url.hostname !== '127.0.0.1') {
      foreign.push(url.href);
      return void response.writeHead(502).end();
    }
    const place = [...broken.keys(), PLACE].find((place) => url.pathname.startsWith(place));
    const name = decodeURIComponent(url.pathname.slice(place?.length ?? 0)) || 'index.html';
    const file = path.join(directory, name);
    try {
      if (!place || !file.startsWith(directory)) throw new Error('not in the site');
      const content = broken.get(place)?.[name] ?? (await fs.readFile(file));
      const headers = { 'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream' };
      if (compressed) headers['Content-Encoding'] = 'gzip';
      response.writeHead(200, headers).end(compressed ? gzipSync(content) : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.on('connect', (request, socket) => {
    foreign.push(request.url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const origin = await listen(server);
  return {
    origin,
    foreign,
    address: origin + PLACE,
    /** Serves the site with some of its files replaced; gives the address. */
    serveBroken(files) {
      const place = `/broken/${broken.size}/`;
      broken.set(place, files);
      return origin + place;
    },
    close: () => server.close(),
  };
}

/** A proxy that leads nowhere. */
export async function serveNothing() {
  const server = http.createServer((request, response) => response.writeHead(502).end());
  server.on('connect', (request, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  return { origin: await listen(server), close: () => server.close() };
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
