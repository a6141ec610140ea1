/** Serves the project: examples at /examples/, the built package at /dist/. Used by `npm start`, `npm run dev` and the tools. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startDevServer } from '@web/dev-server';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { RUNTIME_SHA256 } from './build/runtimes.mjs';
import { bundlePlugin } from './bundle-plugin.mjs';
import { fromSource } from './from-source.mjs';

/** Cross-origin isolation: shared memory for the audio, and threads for the runtime. */
export function isolate(context, next) {
  context.set('Cross-Origin-Opener-Policy', 'same-origin');
  context.set('Cross-Origin-Embedder-Policy', 'require-corp');
  context.set('Cross-Origin-Resource-Policy', 'same-origin');
  return next();
}

/** Answers this machine only: the server itself listens on every address. */
function loopbackOnly(context, next) {
  const { remoteAddress = '' } = context.socket;
  if (/^(::1$|(::ffff:)?127\.)/.test(remoteAddress)) return next();
  context.status = 403;
}

/** Rejects where `port` cannot be listened on; the dev server would leave that uncaught. */
async function tryPort(port) {
  const probe = createServer().listen(port);
  await once(probe, 'listening');
  await once(probe.close(), 'close');
}

/**
 * @param {object} [options]
 * @param {number} [options.port] by default any free one
 * @param {boolean} [options.source] whether 'undertone' is what lies in src/, and pages reload when that changes
 * @param {boolean} [options.isolated] whether pages get shared memory
 * @param {Function[]} [options.middleware] further Koa middleware
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serve({ port = 0, source = false, isolated = true, middleware = [] } = {}) {
  await tryPort(port);
  const live = source ? fromSource() : undefined;
  const server = await startDevServer({
    config: {
      port,
      rootDir: process.cwd(),
      nodeResolve: true,
      watch: source,
      middleware: [loopbackOnly, ...(isolated ? [isolate] : []), ...(live ? [live.middleware] : []), ...middleware],
      plugins: [
        bundlePlugin('@observablehq/plot'),
        bundlePlugin('mediabunny'),
        ...(live ? [live.plugin] : []),
        esbuildPlugin({ ts: true, target: 'es2022', define: { __RUNTIME_SHA256__: JSON.stringify(RUNTIME_SHA256) } }),
      ],
    },
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
    autoExitProcess: false,
  });
  return { url: `http://localhost:${server.server.address().port}`, stop: () => server.stop() };
}
