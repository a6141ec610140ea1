import { basename } from 'node:path';
import { browserFailed, chooseBrowser, startBrowser } from './browser.mjs';
import { servePage } from './server.mjs';

/** In which a browser starts and loads the model unless it hangs, however busy the machine is. */
const START_MS = 600_000;

/**
 * Opens the SDK in a browser. One that goes away in the middle of a file, say for want of memory, is followed by another.
 * @param {{ browser?: string, model?: string, onCapabilities(capabilities: object): void }} options
 * @throws with a `code`: `no-browser`, `browser-failed`, or one of the SDK
 */
export async function openAnalyzer({ browser, model, onCapabilities }) {
  const path = chooseBrowser(browser);
  let page;

  const open = async () => {
    const opened = await openPage(path, model);
    onCapabilities(opened.capabilities);
    return opened;
  };
  page = await open();

  return {
    /** What judges the tone: its name, version and licence. */
    get model() {
      return page.capabilities.model;
    },
    /**
     * @param {string} file
     * @param {{ channels: 'mix' | 'separate', onTone(event: object, progress: object): void }} options `progress` as `FileProgress` of the SDK
     * @returns {Promise<{ summaries: object[], warnings: Problem[] } | { error: Problem }>} a summary of each channel; a `Problem` is
     *   `{ code: string, message: string }`
     */
    async analyze(file, { channels, onTone }) {
      try {
        page ??= await open();
        return await page.analyze(file, { channels, onTone });
      } catch (error) {
        await page?.close();
        page = undefined;
        return { error: { code: error.code ?? 'browser-failed', message: error.message } };
      }
    },
    async close() {
      await page?.close();
    },
  };
}

/** A browser with the page, once the model is loaded in it. */
async function openPage(path, model) {
  const ready = deferred();
  /** Settles with what comes of the file that is analysed; `undefined` between files. */
  let answer;
  let onTone;
  let capabilities;
  let send;

  const lose = (error) => {
    ready.reject(error);
    answer?.reject(error);
  };
  const deeds = {
    capabilities: (message) => ({ capabilities } = message),
    tone: ({ event, progress }) => onTone(event, progress),
    done: ({ summaries, warnings }) => answer.resolve({ summaries, warnings }),
    failed: ({ error }) => {
      if (answer) answer.resolve({ error });
      else ready.reject(Object.assign(new Error(error.message), { code: error.code }));
    },
  };
  const server = await servePage({
    onTold: (message) => deeds[message.type](message),
    onPage: (sendJob) => {
      send = sendJob;
      ready.resolve();
    },
    onGone: () => lose(browserFailed('The page in which the file was analysed is gone, say for want of memory.')),
  });
  const query = model ? `?${new URLSearchParams({ model })}` : '';
  const browser = startBrowser(path, server.url + query, lose);
  const limit = setTimeout(
    () => lose(browserFailed(`${path} was started, and opened no page in ${START_MS / 1000} s.`)),
    START_MS,
  );

  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    await ready.promise;
  } catch (error) {
    await close();
    throw error;
  } finally {
    clearTimeout(limit);
  }
  return {
    capabilities,
    close,
    async analyze(file, { channels, onTone: listener }) {
      answer = deferred();
      onTone = listener;
      server.offer(file);
      send({ name: basename(file), channels });
      return answer.promise.finally(() => (answer = undefined));
    },
  };
}

/** `Promise.withResolvers()`, which Node 20 lacks. */
function deferred() {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
}
