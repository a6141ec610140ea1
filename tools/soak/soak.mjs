import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../browser.mjs';
import { serve } from '../serve.mjs';
import { tinyFiles } from '../stress/tiny-files.mjs';
import { FACTOR } from './factor.js';
import { openGauges } from './gauges.mjs';
import { callScript } from './script.mjs';
import { grown, left, mb } from './verdict.mjs';
import { openWatchdog } from './watchdog.mjs';

const ARGS = [
  ...CHROMIUM_ARGS,
  '--autoplay-policy=no-user-gesture-required',
  // Memory is measured when it is asked for, and not with the next collection.
  '--enable-blink-features=ForceEagerMeasureMemory',
];

/** Calls of a shift that are not judged. */
const WARM_UP_CALLS = 2;

/** Tries to see objects gone: the browser frees some a little after their last use. */
const TRIES = 20;
const PAUSE_MS = 250;

/**
 * What goes with a context that the app closes under a stream, whose worklet cannot hear any more that it is over:
 * `test/expectation/chromium/closed-context.test.ts`.
 */
const KEPT_BY_CHROMIUM = ['BaseAudioContext', 'AudioNode', 'MessagePort'];

/** One after another, each for its share of the time. One instance lives through each, unless it is shaken. */
const SHIFTS = [
  { name: 'one instance, shared memory', transport: 'shared', rough: false, share: 0.4 },
  { name: 'one instance, messages', transport: 'port', rough: false, share: 0.25 },
  { name: 'all that can go wrong', transport: 'shared', rough: true, share: 0.35, kept: KEPT_BY_CHROMIUM },
];

/**
 * @param {object} options
 * @param {number} options.seed
 * @param {(elapsed: number, calls: number) => boolean} options.goesOn whether a shift goes on, by its share of the time and its calls
 * @param {number} [options.actions] most actions of a call
 * @param {(line: string) => void} [options.tell] gets a line after each call
 * @returns {Promise<{ total: object, callSeconds: number, shifts: object[], problems: string[] }>}
 */
export async function soak({ seed, goesOn, actions = 90, tell = () => {} }) {
  const server = await serve({ middleware: [tinyFiles] });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ARGS });
  const problems = [];
  const shifts = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => problems.push(`uncaught: ${error}`));
    await page.goto(`${server.url}/tools/soak/page.html`);
    await page.waitForFunction(() => globalThis.soak);
    const gauges = await openGauges(page, browser);
    await page.exposeFunction('host', async (what) => {
      if (what === 'background') return gauges.background();
      return page.context().setOffline(what === 'offline');
    });
    const watched = openWatchdog(page, tell);
    const state = () => page.evaluate(() => globalThis.soak.state());

    const began = Date.now();
    let number = 0;
    for (const { name, transport, rough, share, kept = [] } of SHIFTS) {
      const start = Date.now();
      const calls = [];
      await watched(
        `${name}: the start`,
        page.evaluate((options) => globalThis.soak.open(options), { transport }),
      );
      let floor;
      let grew = [];
      while (goesOn((Date.now() - start) / share, calls.length)) {
        const script = callScript(seed, ++number, rough, actions);
        const found = await watched(
          `${name}: script ${number}`,
          page.evaluate((call) => globalThis.soak.call(call), script),
        );
        for (const problem of found) problems.push(`${name}, script ${number}: ${problem}`);
        const handles = await watched(
          `${name}: counting what is held`,
          settled(gauges, (now) => (floor ? grown(now, floor, kept) : [])),
        );
        if (floor) grew = grown(handles, floor, kept);
        const memory = await watched(`${name}: measuring memory`, gauges.memory());
        // What is filled once: caches, pools, compiled code.
        calls.push({ ...memory, handles });
        if (!floor && calls.length === WARM_UP_CALLS) floor = floorOf(calls.splice(0).map((call) => call.handles));
        const { total } = await state();
        const beside = grew.map((what) => `, ${handles[what]} ${what} (${floor[what]} at first)`);
        tell(
          `${name}: script ${number}, ${(total.heard / 3600).toFixed(2)} h in estimates, ${total.cycles} cycles, ${mb(memory.bytes)}${beside.join('')}`,
        );
        for (const problem of found) tell(`  ${problem}`);
      }
      await watched(
        `${name}: the end`,
        page.evaluate(() => globalThis.soak.close()),
      );
      const held = await watched(
        `${name}: counting what is left`,
        settled(gauges, (now) => left(now, kept)),
      );
      shifts.push({ name, calls, grew, left: left(held, kept) });
    }
    return { total: (await state()).total, callSeconds: (FACTOR * (Date.now() - began)) / 1000, shifts, problems };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The handles, once `wrong` names none of them, or as they are in the end. */
async function settled(gauges, wrong) {
  for (let i = 0; ; i++) {
    const handles = await gauges.handles();
    if (i === TRIES || wrong(handles).length === 0) return handles;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What there may be. A context that was ever asked to resume keeps one signal, and not every one is in the first calls. */
function floorOf(handles) {
  const floor = most(handles);
  return { ...floor, AbortSignal: floor.AbortSignal + floor.BaseAudioContext };
}

const most = (all) => all.reduce((a, b) => Object.fromEntries(Object.keys(a).map((name) => [name, Math.max(a[name], b[name])])));
