import { chromium } from 'playwright-core';
import { PATIENCE_MS } from '../../support/eventually.mjs';
import { AUTOPLAY, fakeMicrophoneArgs } from '../chromium-args.mjs';
import { serveStrictly } from './serve-strictly.mjs';

/** How long an app may take to load its scripts, which are on this machine. */
const APP_PATIENCE_MS = 60_000;

/** A Chromium whose microphone plays speech. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [...fakeMicrophoneArgs(process.env.FAKE_MICROPHONE), AUTOPLAY],
    timeout: PATIENCE_MS,
  });
}

/** What test/hosts/app answers where all is well; without isolation there is neither shared memory nor a second thread. */
export const heard = (isolated = true, threads = 2) => ({
  provider: 'wasm',
  windows: 1,
  ...(isolated ? { threads, transport: 'shared' } : { threads: 1, transport: 'port' }),
});

/**
 * What the app's page answers.
 * @param {object} [options] for `createUndertone()`; with `call: true` it is to hear the end of a call, too
 * @throws what the app throws, and what the page has said in its console beside the answer
 */
export async function tryApp(browser, url, options) {
  return tryPage(await browser.newPage(), url, options);
}

/** The same in a page that is there, which is closed then. */
export async function tryPage(page, url, options) {
  page.setDefaultTimeout(APP_PATIENCE_MS);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    const { url: from } = message.location();
    // Browsers ask for an icon by themselves.
    if (['error', 'warning'].includes(message.type()) && !from.endsWith('/favicon.ico'))
      problems.push(`${message.text()} (${from})`);
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.tryUndertone !== undefined);
    const answer = await page.evaluate((given) => globalThis.tryUndertone(given), options);
    if (problems.length > 0) throw new Error('The app answers, and the page complains.');
    return answer;
  } catch (error) {
    const { message } = error;
    throw new Error(problems.length > 0 ? `${message} Its console: ${problems.join('\n')}` : message, { cause: error });
  } finally {
    await page.close();
  }
}

/** The same of a page in a folder that is served strictly. @param {object} [serving] see `serveStrictly()` */
export async function tryFolder(browser, folder, options, { page = '', ...serving } = {}) {
  const server = await serveStrictly(folder, serving);
  try {
    return await tryApp(browser, server.url + page, options);
  } finally {
    server.stop();
  }
}
