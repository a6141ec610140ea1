import { chromium } from 'playwright-core';
import { serve } from '../../tools/serve.mjs';
import { PATIENCE_MS } from '../support/eventually.mjs';
import { AUTOPLAY, fakeMicrophoneArgs } from './chromium-args.mjs';

/**
 * A server and a Chromium with a fake microphone, for tests that drive a browser from outside.
 * @param {{ isolated?: boolean, autoplay?: boolean, middleware?: Function[], args?: string[] }} [options] as the test wants
 *   the page, and further arguments of Chromium
 */
export async function browse({ isolated = true, autoplay = true, middleware = [], args = [] } = {}) {
  const server = await serve({ isolated, middleware });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [...fakeMicrophoneArgs(process.env.FAKE_MICROPHONE), ...(autoplay ? [AUTOPLAY] : []), ...args],
    timeout: PATIENCE_MS,
  });
  const context = await browser.newContext({ permissions: ['microphone'] });
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    url: server.url,
    context,
    /** A page at `path` of the server, and what went wrong in it. */
    async open(path) {
      const page = await context.newPage();
      const problems = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(server.url + path);
      return { page, problems };
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
