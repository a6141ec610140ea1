import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../browser.mjs';
import { serve } from '../serve.mjs';

/** Nothing but this machine can be reached from the page. */
const OFFLINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost';

/**
 * Opens the SDK in a browser.
 * @param {object} options
 * @param {string} [options.model]
 */
export async function openAnalyzer({ model }) {
  buildIfMissing();
  const server = await serve();
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...CHROMIUM_ARGS, OFFLINE] });
  let page;

  const openPage = async () => {
    // A light scheme, since a drawing is meant for white paper.
    const opened = await browser.newPage({ colorScheme: 'light' });
    opened.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
    await opened.goto(`${server.url}/tools/analyze/page.html`);
    await opened.waitForFunction(() => 'analyze' in window);
    const capabilities = await opened.evaluate((name) => window.load(name), model);
    if (capabilities.error) throw Object.assign(new Error(capabilities.error.message), { code: capabilities.error.code });
    process.stderr.write(`${JSON.stringify({ type: 'capabilities', ...capabilities })}\n`);
    return opened;
  };

  return {
    /**
     * @param {string} path
     * @param {{ onTone(tone: object): void, channels: 'mix' | 'separate', caption?: string }} options with a caption, timelines
     *   are drawn under it
     * @returns {Promise<{ summaries: object[], warnings: Problem[], svgs: string[] } | { error: Problem }>} a summary and a
     *   drawing of each channel; a `Problem` is `{ code: string, message: string }`
     */
    async analyze(path, { onTone, channels, caption }) {
      page ??= await openPage();
      const sink = `tone${crypto.randomUUID()}`;
      try {
        await page.exposeFunction(sink, onTone);
        await page.setInputFiles('input', path);
        return await page.evaluate((words) => window.analyze(...words), [sink, channels, caption]);
      } catch (error) {
        // The page is gone, say for want of memory: the next file gets a new one.
        await page.close().catch(() => {});
        page = undefined;
        return { error: { code: 'browser-failed', message: error.message } };
      }
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

function buildIfMissing() {
  if (existsSync('dist/index.js')) return;
  process.stderr.write('Building the package first.\n');
  // Its output goes to standard error: standard output is for results.
  const { status } = spawnSync('npm', ['run', 'build'], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) throw Object.assign(new Error('The package could not be built: see above.'), { code: 'build-failed' });
}
