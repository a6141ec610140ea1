import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../browser.mjs';
import { serve } from '../serve.mjs';
import { openGauges } from '../soak/gauges.mjs';
import { mb } from '../soak/verdict.mjs';
import { tinyFiles } from '../stress/tiny-files.mjs';
import { caseOf } from './schedule.mjs';
import { elsewhere, stores } from './stores.mjs';

const ARGS = [
  ...CHROMIUM_ARGS,
  '--autoplay-policy=no-user-gesture-required',
  // Memory is measured when it is asked for, and not with the next collection.
  '--enable-blink-features=ForceEagerMeasureMemory',
  '--js-flags=--expose-gc',
  // Names of other hosts lead nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
];

/** No case takes a small part of this, shrinking and all; one that does has stopped the page's thread. */
const CASE_TIMEOUT_MS = 300_000;

/** Times that memory is measured in a run, with at least so many cases between. */
const MEASURES = 40;
const LEAST_BETWEEN = 25;

/** Chromium asks every worker, and waits a minute for one that has just ended: such a measure is left out. */
const MEASURE_TIMEOUT_MS = 5000;

/**
 * @param {object} options
 * @param {number} options.seed
 * @param {readonly number[]} options.numbers of the cases to run
 * @param {(line: string) => void} [options.tell] gets a line now and then, and of each failure
 * @returns {Promise<{ cases: { kind: string, outcome: string, ms: number }[], memory: object[], problems: string[] }>}
 */
export async function fuzz({ seed, numbers, tell = () => {} }) {
  const problems = [];
  const cases = [];
  const memory = [];
  let strays = [];
  const other = await serve({ isolated: false, middleware: [elsewhere((url) => strays.push(url))] });
  const server = await serve({ middleware: [tinyFiles, stores()] });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ARGS });
  let page;
  let gauges;
  let uncaught = [];

  async function openPage() {
    page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => uncaught.push(`uncaught: ${error}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== server.url) strays.push(url.href);
    });
    await page.goto(`${server.url}/tools/fuzz/page.html`);
    await page.waitForFunction(() => globalThis.fuzz);
    await page.evaluate((url) => globalThis.fuzz.open(url), other.url);
    gauges = await openGauges(page, browser);
  }

  /** What the page says of a case, or why it says nothing any more. */
  async function ask(given) {
    let timer;
    const limit = new Promise((resolve) => {
      timer = setTimeout(() => resolve({ outcome: 'hang', problem: 'the page hangs', gone: true }), CASE_TIMEOUT_MS);
    });
    const crash = new Promise((resolve) => page.once('crash', () => resolve({ problem: 'the page crashed', gone: true })));
    const answer = page
      .evaluate((asked) => globalThis.fuzz.run(asked), given)
      .catch((error) => ({ problem: `the page is gone: ${error.message}`, gone: true }));
    const found = await Promise.race([answer, limit, crash]);
    clearTimeout(timer);
    return found;
  }

  try {
    await openPage();
    const every = Math.max(LEAST_BETWEEN, Math.floor(numbers.length / MEASURES));
    for (const [i, number] of numbers.entries()) {
      const given = caseOf(seed, number);
      const began = Date.now();
      const { outcome = 'failed', problem, what, gone } = await ask(given);
      cases.push({ kind: given.kind, outcome, ms: Date.now() - began });
      const wrong = [problem, ...uncaught, ...strays.map((url) => `a request to ${url}`)].filter(Boolean);
      if (wrong.length > 0) {
        if (gone) {
          await page.close().catch(() => {});
          await openPage();
        }
        const of = what ?? (await page.evaluate((asked) => globalThis.fuzz.show(asked), given));
        const text = `--seed ${seed} --only ${number} (${given.kind}): ${wrong.join('; ')}\n  of ${of}`;
        problems.push(text);
        tell(text);
        uncaught = [];
        strays = [];
      }
      if ((i + 1) % every === 0) {
        await page.evaluate(() => globalThis.fuzz.rest());
        const measuring = gauges.memory();
        measuring.catch(() => {});
        const measure = await Promise.race([measuring, wait(MEASURE_TIMEOUT_MS)]);
        if (measure) memory.push(measure);
        tell(
          `${i + 1} of ${numbers.length} cases, ${problems.length} problems, ${measure ? mb(measure.bytes) : 'memory not measured'}`,
        );
      }
    }
    return { cases, memory, problems };
  } finally {
    await browser.close();
    await server.stop();
    await other.stop();
  }
}
