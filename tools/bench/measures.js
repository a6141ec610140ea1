/** The measures that need a page. `tools/bench.mjs` calls them by name. */
import { createUndertone } from '/dist/index.js';

const CONSENT = { subject: 'shipped call', purpose: 'benchmark', obtainedAt: '2026-01-01' };

let speech;

/** @param {string} url recording that all measures use */
async function load(url) {
  const bytes = await (await fetch(url)).arrayBuffer();
  speech = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(bytes);
}

/** A buffer of `seconds` at 8 kHz, so that an hour of it fits, repeating the recording. */
function repeated(seconds) {
  const rate = 8000;
  const buffer = new AudioBuffer({ length: seconds * rate, sampleRate: rate, numberOfChannels: 1 });
  const to = buffer.getChannelData(0);
  const from = speech.getChannelData(0);
  for (let i = 0; i < to.length; i++) to[i] = from[(2 * i) % from.length];
  return buffer;
}

/** Time of each window with speech in it, in ms. */
async function windows(threads, seconds) {
  const undertone = await createUndertone({ threads });
  const times = [];
  for await (const tone of undertone.analyzeFile(repeated(seconds), { consent: CONSENT })) {
    if (tone.speech > 0) times.push(tone.inferenceMs);
  }
  const { threads: used } = undertone.capabilities;
  await undertone.close();
  return { times, threads: used };
}

/** From the call of `createUndertone` to its answer, in ms. */
async function ready() {
  const start = performance.now();
  const undertone = await createUndertone();
  const ms = performance.now() - start;
  await undertone.close();
  return ms;
}

/** Live analysis of `seconds`: when the first estimate came, and the longest time that the main thread was not free. */
async function live(seconds) {
  const undertone = await createUndertone();
  const context = new AudioContext();
  await context.resume();
  const source = new AudioBufferSourceNode(context, { buffer: speech, loop: true });
  source.start();
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const start = performance.now();
  const stream = undertone.analyze(source, { consent: CONSENT });
  const latencies = [];
  const first = await new Promise((resolve) => {
    stream.on('tone', ({ latencyMs }) => {
      latencies.push(latencyMs);
      resolve(performance.now() - start);
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  observer.disconnect();
  await undertone.close();
  await context.close();
  return { first, latencies, longestTask: Math.max(0, ...tasks) };
}

/** Time that an offline rendering of `seconds` takes, in ms, with the capture worklet or without. */
async function render(seconds, withWorklet) {
  const rate = 48_000;
  const context = new OfflineAudioContext(1, seconds * rate, rate);
  await context.audioWorklet.addModule('/dist/undertone.worklet.js');
  const source = new ConstantSourceNode(context, { offset: 0.1 });
  source.connect(context.destination);
  source.start();
  if (withWorklet) {
    const node = new AudioWorkletNode(context, 'undertone-capture', { numberOfOutputs: 0 });
    // Room for the whole rendering: dropping samples would be cheaper than writing them.
    const buffer = new SharedArrayBuffer(64 + 4 * seconds * rate);
    node.port.postMessage({ transport: 'shared', buffer, signalEvery: rate / 20 });
    source.connect(node);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const start = performance.now();
  await context.startRendering();
  return performance.now() - start;
}

/** Memory of the page with its worker, in bytes, after each of `minutes` of audio. */
async function memory(minutes) {
  const undertone = await createUndertone();
  const marks = [...minutes];
  const bytes = [];
  const audio = repeated(60 * Math.max(...minutes));
  for await (const tone of undertone.analyzeFile(audio, { consent: CONSENT })) {
    if (tone.window.end >= 60 * marks[0]) {
      marks.shift();
      bytes.push((await performance.measureUserAgentSpecificMemory()).bytes);
    }
  }
  await undertone.close();
  return bytes;
}

globalThis.measures = { load, windows, ready, live, render, memory };
