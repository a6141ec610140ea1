/** What the browser's page is served by: the package's files, the recording that is due, and whom it tells of what it finds. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** The built package. */
export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const HERE = fileURLToPath(new URL('./', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** Who has this cookie is the page: the first that asked for it, which is our browser. Others on this machine may see its address. */
const COOKIE = 'undertone-page';

/**
 * Serves one page on a free port of this machine.
 * @param {{ onTold(message: object): void, onPage(send: (job: object) => void): void, onGone(): void }} listener `onTold` is given what the
 *   page tells, in its order; `onPage` comes when it waits for jobs, `onGone` when it does not any more
 */
export async function servePage({ onTold, onPage, onGone }) {
  const secret = randomUUID();
  let handedOut = false;
  let recording;

  const routes = {
    'GET /': async (_, response) => {
      if (handedOut) return refuse(response, 403);
      handedOut = true;
      response.setHeader('Set-Cookie', `${COOKIE}=${secret}; HttpOnly; SameSite=Strict; Path=/`);
      return sendFile(response, join(HERE, 'page.html'));
    },
    'GET /page.mjs': (_, response) => sendFile(response, join(HERE, 'page.mjs')),
    'GET /jobs': ownPage(async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.on('close', onGone);
      response.flushHeaders();
      onPage((job) => response.write(`data: ${JSON.stringify(job)}\n\n`));
    }),
    'GET /recording': ownPage((_, response) => sendFile(response, recording, 'application/octet-stream')),
    'POST /told': ownPage(async (request, response) => {
      const chunks = await request.toArray();
      onTold(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(204).end();
    }),
  };

  function ownPage(handle) {
    return (request, response) =>
      request.headers.cookie === `${COOKIE}=${secret}` ? handle(request, response) : refuse(response, 403);
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    const file = /^\/dist\/([\w.-]+)$/.exec(pathname)?.[1];
    const handle = routes[`${request.method} ${pathname}`] ?? (file && (() => sendFile(response, join(DIST, file))));
    const answered = handle ? handle(request, response) : refuse(response, 404);
    // A page that goes away in the middle of an answer is told of by `onGone`.
    Promise.resolve(answered).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** The file that the page gets as the recording from now on. */
    offer(path) {
      recording = path;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(response, status) {
  response.writeHead(status).end();
}

async function sendFile(response, path, type = TYPES[extname(path)] ?? 'application/octet-stream') {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return refuse(response, 404);
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': found.size });
  // Small files whole: a stream would cost more than it spares.
  if (found.size < 65_536) return void response.end(await readFile(path));
  return pipeline(createReadStream(path), response);
}
