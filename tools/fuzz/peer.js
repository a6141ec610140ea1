/** The package's worker without the page's part of it, so that anything can be said to it. */
import * as Comlink from 'comlink';
import { installErrorTransfer } from '/src/inference/wire-errors.ts';
import { MODEL_RATE, WINDOW_SAMPLES } from '/src/model/contract.ts';
import { ensure, within } from './expect.js';
import { onRest, sound } from './world.js';

installErrorTransfer();

const ANSWER_MS = 60_000;
const STARTS_OF_A_WORKER = 60;
const HOP = 8000;

const runtime = await (await fetch('/dist/ort-wasm-simd-threaded.wasm')).arrayBuffer();
const voice = sound(3 * HOP);

let current;
let started = 0;

export class Peer {
  #listeners = [];
  crash;

  constructor() {
    this.worker = new Worker('/dist/undertone.worker.js', { type: 'module' });
    this.api = Comlink.wrap(this.worker);
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.crash = event.message || 'no message';
      for (const tell of this.#listeners.splice(0)) tell();
    });
    this.ready = new Promise((resolve) => {
      this.worker.addEventListener('message', ({ data }) => data === 'undertone-ready' && resolve());
    });
    this.begun = false;
  }

  /** What a call gives; a crash of the worker and silence are failures. */
  async ask(name, ...args) {
    const crashed = new Promise((_, reject) =>
      this.#listeners.push(() => reject(new Error(`the worker crashed: ${this.crash}`))),
    );
    crashed.catch(() => {});
    try {
      return await within(ANSWER_MS, Promise.race([this.api[name](...args), crashed]), `the worker, asked to ${name},`);
    } catch (error) {
      if (/the worker/.test(error.message)) drop();
      throw error;
    }
  }

  async start(model, stateSize) {
    // Compiled once; a second session needs none.
    const code = this.begun ? new ArrayBuffer(0) : runtime.slice(0);
    this.begun = true;
    const options = { model, runtime: code, provider: 'wasm', threads: 1, windowSamples: WINDOW_SAMPLES, stateSize };
    return this.ask('start', options);
  }

  /** What a recording of its own brings, by the worker's events. */
  async hear(key) {
    await this.ask('openRecording', { key, sampleRate: MODEL_RATE, hopMs: (1000 * HOP) / MODEL_RATE });
    const events = [];
    for (let at = 0; at < voice.length; at += HOP) events.push(...(await this.ask('push', key, voice.slice(at, at + HOP))));
    events.push(...(await this.ask('flush', key)));
    await this.ask('close', key);
    return events;
  }
}

function drop() {
  current?.worker.terminate();
  current = undefined;
}

/** A worker that serves many cases. */
export async function peer() {
  if (started++ % STARTS_OF_A_WORKER === 0) drop();
  current ??= new Peer();
  await within(ANSWER_MS, current.ready, 'the start of the worker');
  ensure(!current.crash, 'the worker crashed before');
  return current;
}

/** The next case gets another worker. */
export const dropPeer = drop;
onRest(drop);
