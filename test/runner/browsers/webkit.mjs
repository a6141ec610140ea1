import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually, PATIENCE_MS } from '../../support/eventually.mjs';
import { startChild } from './child.mjs';

/** Audio in pages that nobody has clicked on; the microphone is granted in automation. */
const ARGUMENTS = ['--automation', '--autoplay-policy=allow', '--features=-MediaCaptureRequiresSecureConnection'];

/** As root, and where there is no graphics card, it does not start without. */
const ENVIRONMENT = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1' };

/** Keys that are no letters, as WebDriver has them. */
const KEYS = { Enter: '\uE007', Escape: '\uE00C', Space: ' ', Tab: '\uE004' };

/**
 * By WebDriver, without a package: of its protocol six calls are used.
 * @param {{ driver: string, browser: string }} found
 * @param {Record<string, string>} env beside the variables of this process
 */
export async function startWebKit({ driver, browser }, env) {
  const port = await freePort();
  const child = startChild('xvfb-run', ['-a', driver, `--port=${port}`], { env: { ...ENVIRONMENT, ...env } });
  const root = `http://127.0.0.1:${port}`;
  await eventually(() => call('GET', `${root}/status`));
  const wanted = {
    'webkitgtk:browserOptions': { binary: browser, args: ARGUMENTS },
    timeouts: { script: PATIENCE_MS, pageLoad: PATIENCE_MS },
  };
  return {
    async open(url) {
      const { sessionId } = await call('POST', `${root}/session`, { capabilities: { alwaysMatch: wanted } });
      const session = `${root}/session/${sessionId}`;
      await call('POST', `${session}/url`, { url });
      return {
        evaluate: (script) => call('POST', `${session}/execute/sync`, { script: `return ${script}`, args: [] }),
        press(key) {
          const value = KEYS[key];
          const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
          return call('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] });
        },
        close: () => call('DELETE', session),
      };
    },
    close: () => child.close(),
  };
}

/** @throws what the driver says against it */
async function call(method, url, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${value.error}, ${value.message}`);
  return value;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await once(probe.close(), 'close');
  return port;
}
