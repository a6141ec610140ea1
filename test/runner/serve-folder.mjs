import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * A static server as plain as they come, for this machine alone: files of `folder` below `base`, 404 for all else.
 * @param {string} folder
 * @param {{ base?: string, headers?: Record<string, string> }} [options] `base`: path that begins and ends with a slash; `headers`: of every answer
 * @returns {Promise<{ url: string, stop(): void }>} `url` ends with a slash
 */
export async function serveFolder(folder, { base = '/', headers = {} } = {}) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = normalize(join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : ''));
    const body = path.startsWith(base) ? await readFile(file).catch(() => undefined) : undefined;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(body ? 200 : 404, { 'Content-Type': type, ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return { url: `http://localhost:${server.address().port}${base}`, stop: () => server.close() };
}
