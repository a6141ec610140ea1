import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

export const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Neither `'unsafe-eval'` nor `blob:`. */
export const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

/**
 * Serves `folder` to this machine.
 * @param {{ isolated?: boolean, csp?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<{ url: string, stop(): void }>} `url` ends with a slash
 */
export async function serveStrictly(folder, { isolated = true, csp = STRICT, headers = {} } = {}) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURI(new URL(url, 'http://localhost').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    const body = await readFile(file).catch(() => undefined);
    response
      .writeHead(body ? 200 : 404, {
        ...(isolated ? ISOLATED : {}),
        ...(csp ? { 'Content-Security-Policy': csp } : {}),
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        ...headers,
      })
      .end(body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return { url: `http://localhost:${server.address().port}/`, stop: () => server.close() };
}
