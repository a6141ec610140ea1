/**
 * `npm run bench`: medians, and ratios between things that were timed in turns in this one run. Compare ratios, not
 * milliseconds: the machine's load is printed because it moves all of them.
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { nativeWindows } from './bench/native.mjs';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { serve } from './serve.mjs';

const RECORDING = '/examples/call-audio/caller.opus';
const MODEL = 'dist/undertone-en-open';
const ROUNDS = 3;
const SECONDS_A_ROUND = 30;
const RENDER_SECONDS = 60;
const QUANTUM = 128;
/** Without the 60 minutes, which take several of them: `npm run bench -- --quick`. */
const MINUTES = process.argv.includes('--quick') ? [1, 2] : [1, 10, 60];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const ms = (value) => `${value.toFixed(1)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const rows = [];
const report = (what, value, ratio = '') => {
  rows.push({ measure: what, median: value, ratio });
  console.error(`${what}: ${value} ${ratio}`);
};

const load = () => loadavg()[0].toFixed(2);
const loadBefore = load();
const server = await serve();
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: [...CHROMIUM_ARGS, '--autoplay-policy=no-user-gesture-required'],
});

/** Runs `measures[name](...args)` in a page of its own; `context` keeps the caches between pages. */
async function measure(context, name, ...args) {
  const page = await context.newPage();
  await page.goto(`${server.url}/tools/bench/page.html`);
  await page.waitForFunction(() => globalThis.measures !== undefined);
  try {
    return await page.evaluate(
      async ([recording, call, values]) => {
        await globalThis.measures.load(recording);
        return globalThis.measures[call](...values);
      },
      [RECORDING, name, args],
    );
  } finally {
    await page.close();
  }
}

async function benchWindows(context) {
  const times = { 'native 1': [], 'native 2': [], 'Chromium 1': [], 'Chromium 2': [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const threads of [1, 2]) {
      times[`native ${threads}`].push(...(await nativeWindows(`${MODEL}.onnx`, threads, 12)));
      times[`Chromium ${threads}`].push(...(await measure(context, 'windows', threads, SECONDS_A_ROUND)).times);
    }
  }
  for (const [name, values] of Object.entries(times)) {
    const [where, threads] = name.split(' ');
    const ratio = median(values) / median(times[`native ${threads}`]);
    report(
      `one 5 s window, ${where}, ${threads} thread(s)`,
      ms(median(values)),
      where === 'native' ? '1' : `${ratio.toFixed(2)} x native`,
    );
  }
  report('real-time factor, Chromium, 1 thread', (median(times['Chromium 1']) / 2500).toFixed(3), 'of a 2.5 s hop');
}

async function benchReady() {
  const cold = [];
  const cached = [];
  const windows = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    cold.push(await measure(context, 'ready'));
    cached.push(await measure(context, 'ready'));
    windows.push(...(await measure(context, 'windows', 1, SECONDS_A_ROUND)).times);
    await context.close();
  }
  const inWindows = (times) => `${(median(times) / median(windows)).toFixed(1)} x one 5 s window`;
  report('createUndertone to ready, cold', ms(median(cold)), inWindows(cold));
  report(
    'createUndertone to ready, cached',
    ms(median(cached)),
    `${inWindows(cached)}, ${(median(cached) / median(cold)).toFixed(2)} x cold`,
  );
}

async function benchLive(context) {
  const { first, latencies, longestTask } = await measure(context, 'live', 15);
  report('first estimate after analyze()', ms(first), `${(first / 2500).toFixed(2)} x one hop of audio`);
  report('last sample of a window to its event', ms(median(latencies)));
  report('longest main-thread task while analysing', longestTask === 0 ? 'none of 50 ms or more' : ms(longestTask));
}

async function benchWorklet(context) {
  const added = [];
  for (let round = 0; round < ROUNDS; round++) {
    const without = await measure(context, 'render', RENDER_SECONDS, false);
    added.push((await measure(context, 'render', RENDER_SECONDS, true)) - without);
  }
  const callbacks = (RENDER_SECONDS * 48_000) / QUANTUM;
  const each = median(added) / callbacks;
  report(
    'worklet, one callback of 128 frames',
    `${(1000 * each).toFixed(2)} us`,
    `${((100 * each) / (1000 * (QUANTUM / 48_000))).toFixed(3)} % of its time`,
  );
}

async function benchMemory(context) {
  const bytes = await measure(context, 'memory', MINUTES);
  bytes.forEach((value, i) => {
    report(
      `memory of page and worker after ${MINUTES[i]} min of audio`,
      mb(value),
      `${(value / bytes[0]).toFixed(3)} x after ${MINUTES[0]} min`,
    );
  });
}

function benchSizes() {
  const gzipped = (file) => gzipSync(readFileSync(`dist/${file}`)).length;
  report('model, raw', mb(readFileSync(`${MODEL}.onnx`).length));
  report('runtime (WebAssembly), gzipped', mb(gzipped('ort-wasm-simd-threaded.wasm')));
  report('worker (our code, onnxruntime-web, resampler), gzipped', mb(gzipped('undertone.worker.js')));
  report('page code and worklet, gzipped', mb(gzipped('index.js') + gzipped('undertone.worklet.js')));
}

try {
  const context = await browser.newContext();
  await benchWindows(context);
  await benchReady();
  await benchLive(context);
  await benchWorklet(context);
  await benchMemory(context);
  benchSizes();
} finally {
  await browser.close();
  await server.stop();
}
console.table(rows);
console.log(`Load of this machine (1 min average, ${cpus().length} cores): ${loadBefore} before, ${load()} after.`);
