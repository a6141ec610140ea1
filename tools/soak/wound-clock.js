import { FACTOR } from './factor.js';

/**
 * Winds the clocks of the thread that imports it: all that it is told of time goes by FACTOR times as fast. Page, worker and audio
 * thread import it before the package's script, whose code is as it ships.
 */

const { now } = Date;
Date.now = () => FACTOR * now();

if (globalThis.performance) {
  const sinceStart = performance.now.bind(performance);
  performance.now = () => FACTOR * sinceStart();
}

/** Timers that have not fired, and intervals that nobody has cleared. */
export const timers = new Set();

/** Longer times are limits of patience with the machine, which is no faster than before. */
const LONGEST_WOUND_MS = 1000;

const wound = (ms) => (ms > LONGEST_WOUND_MS ? ms : ms / FACTOR);

if (globalThis.setTimeout) {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  Object.assign(globalThis, {
    setTimeout(handler, ms = 0, ...args) {
      const fire = () => {
        timers.delete(timer);
        handler(...args);
      };
      const timer = setTimeout(fire, wound(ms));
      timers.add(timer);
      return timer;
    },
    setInterval(handler, ms, ...args) {
      const timer = setInterval(handler, wound(ms), ...args);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      clearTimeout(timer);
    },
    clearInterval(timer) {
      timers.delete(timer);
      clearInterval(timer);
    },
  });
}

/** The audio thread renders FACTOR times the samples a second, and believes in the rate that the page believes in. */
if (globalThis.AudioWorkletProcessor) {
  Object.defineProperty(globalThis, 'sampleRate', { value: globalThis.sampleRate / FACTOR });
}

/** Contexts of `sampleRate` that render FACTOR times as fast. */
if (globalThis.AudioContext) {
  globalThis.AudioContext = class extends AudioContext {
    constructor({ sampleRate = 48_000, ...options } = {}) {
      super({ ...options, sampleRate: FACTOR * sampleRate });
    }
    get sampleRate() {
      return super.sampleRate / FACTOR;
    }
  };
}
