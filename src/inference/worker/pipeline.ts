import { UndertoneError } from '../../errors.js';
import { openReader } from '../../ring/open-reader.js';
import type { FrameReader } from '../../ring/frame-reader.js';
import type { ReaderOptions } from '../../ring/transport.js';
import { clean, removeOffset } from './clean.js';
import { activityOf, isDigitalSilence } from './energy.js';
import type { StreamOptions, WorkerEvent } from '../protocol.js';
import type { WindowResult } from '../../model/window-result.js';
import type { Resampler, ResamplerFactory } from './resampler.js';
import type { Scheduler } from './scheduler.js';
import type { ModelSession } from './session.js';
import { SlidingWindow, type Window } from './sliding-window.js';
import { GAP_SECONDS, StreamClock } from './stream-clock.js';
import { toWire } from '../wire-errors.js';

/** Samples read from the ring at a time. */
const READ_SAMPLES = 4096;

/** A stream's tail is analysed at its end if it brings at least this much, in seconds. */
const MIN_TAIL_SECONDS = 0.25;

/** Of a window that no model has heard. */
const NOTHING = { active: 0, tooQuiet: 0 };

/** What all streams of the worker share. */
export interface Shared {
  session: ModelSession;
  scheduler: Scheduler;
  createResampler: ResamplerFactory;
  /** Rate and window of the model, in Hz and samples. */
  sampleRate: number;
  windowSamples: number;
}

/** One stream's way from samples to results: read, clean, resample, window, queue, run. */
export class StreamPipeline {
  readonly #shared: Shared;
  readonly #key: string;
  readonly #emit: (event: WorkerEvent) => void;
  readonly #window: SlidingWindow;
  readonly #block = new Float32Array(READ_SAMPLES);
  #inputRate: number;
  #resampler: Resampler;
  #reader: FrameReader | undefined;
  /** Whether it is no recording: it has the time of day, and may go on after a flush. */
  #live = false;
  readonly #clock: StreamClock;
  /** Samples, at the model's rate, that were missing until now or are in no window, and how many of them a window has told. */
  #missing = 0;
  #missingTold = 0;
  /** Whether a window was cut, with times of the stream. */
  #told = false;
  #analysedUntil = 0;
  /** End of the last window whose run was begun, or that was told as dropped. */
  #accountedUntil = 0;
  /** What the model knows of the stream's speaker: statistics of features. */
  #speaker: Float32Array;
  /** Windows that wait or are being run. */
  readonly #runs = new Set<Promise<void>>();
  #paused = false;
  #closed = false;
  #reportedBadSamples = false;

  /** @throws RangeError when the rate cannot be converted */
  constructor(shared: Shared, { key, sampleRate, hopMs, goesOn }: StreamOptions, emit: (event: WorkerEvent) => void) {
    this.#shared = shared;
    this.#key = key;
    this.#clock = new StreamClock(goesOn?.timeOrigin);
    this.#emit = emit;
    this.#inputRate = sampleRate;
    this.#resampler = shared.createResampler(sampleRate, shared.sampleRate);
    this.#speaker = shared.session.newState();
    this.#window = new SlidingWindow(shared.windowSamples, Math.round((hopMs / 1000) * shared.sampleRate));
    this.#analysedUntil = Math.round((goesOn?.from ?? 0) * shared.sampleRate);
    this.#window.skip(this.#analysedUntil);
  }

  /** Hears what a reader brings from now on; without one, what `feed` does. */
  attach(options: ReaderOptions | undefined, sampleRate: number): void {
    this.#cut();
    this.#live = true;
    this.#letGo();
    this.#resampler.close();
    this.#resampler = this.#shared.createResampler(sampleRate, this.#shared.sampleRate);
    this.#inputRate = sampleRate;
    this.#clock.begin(sampleRate);
    this.#forgetSpeaker();
    const reader = options && openReader(options);
    this.#reader = reader;
    reader?.onReadable(() => this.#drain(reader));
  }

  /** Samples of a live stream without a reader. @param end frame since 1970 just after the last */
  async feed(samples: Float32Array, end: number): Promise<void> {
    const windows = this.#hear(samples, end);
    samples.fill(0);
    await Promise.all(windows);
  }

  setPaused(paused: boolean): void {
    // A busy worker has not read yet all that came: what came during a pause is not heard after it, and what came before it is.
    this.#cut();
    this.#paused = paused;
  }

  async push(samples: Float32Array, sampleRate = this.#inputRate): Promise<void> {
    if (sampleRate !== this.#inputRate) await this.#goOnAt(sampleRate);
    await Promise.all(this.#accept(this.#resampler.process(this.#clean(samples))));
  }

  /**
   * Analyses what has come since the last window, and begins an empty one; what comes after the `last` one is not heard. Resolves once
   * no window of the stream is under way.
   */
  async flush(last = false): Promise<void> {
    // A live stream may go on: the filter keeps its last few milliseconds.
    if (!this.#live) void this.#accept(this.#resampler.flush());
    this.#cut();
    if (last) this.#letGo();
    while (this.#runs.size > 0) await Promise.all(this.#runs);
  }

  close(): void {
    this.#closed = true;
    this.#shared.scheduler.cancel(this.#key);
    this.#letGo();
    this.#resampler.close();
    this.#window.clear();
    this.#block.fill(0);
    this.#speaker.fill(0);
    this.#forgetSpeaker();
  }

  /** Joined recordings change their rate on the way: the stream, its windows and its speaker go on. */
  async #goOnAt(sampleRate: number): Promise<void> {
    await Promise.all(this.#accept(this.#resampler.flush()));
    this.#resampler.close();
    this.#resampler = this.#shared.createResampler(sampleRate, this.#shared.sampleRate);
    this.#inputRate = sampleRate;
  }

  /** Has what came since the last window analysed, if it is worth it, and begins an empty window. */
  #cut(): void {
    if (this.#reader) this.#drain(this.#reader);
    this.#takeTail();
  }

  #letGo(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }

  #takeTail(): void {
    const minimum = Math.round(MIN_TAIL_SECONDS * this.#shared.sampleRate);
    // Of a recording that is shorter than that, whatever there is.
    const tail = this.#window.flush(this.#live || this.#analysedUntil > 0 ? minimum : 1);
    if (tail) void this.#submit(tail);
    // What is too short to be judged is told as missing.
    this.#missing += this.#window.clear();
  }

  #drain(reader: FrameReader): void {
    if (this.#closed || reader !== this.#reader) return;
    // What comes meanwhile is read at the next signal: the audio thread may be faster than this loop.
    for (let left = reader.available; left > 0; ) {
      const count = reader.read(this.#block);
      left -= count;
      // What fails in a run is emitted as an event.
      void Promise.all(this.#hear(this.#block.subarray(0, count), this.#clock.unwrap(reader.frame, count)));
    }
    const dropped = reader.takeDropped();
    if (dropped > 0) {
      this.#emit({
        type: 'overload',
        reason: 'capture',
        droppedMs: (1000 * dropped) / this.#inputRate,
        droppedWindows: 0,
      });
    }
  }

  /** Takes a block of a live stream in. @returns the windows that it completes */
  #hear(samples: Float32Array, end: number): Promise<void>[] {
    this.#follow(end, samples.length);
    const resampled = this.#resampler.process(this.#clean(samples));
    if (!this.#paused) return this.#accept(resampled);
    this.#skip(resampled.length);
    return [];
  }

  /** Where audio is missing before this block, time goes on without it. */
  #follow(frame: number, count: number): void {
    const rate = this.#shared.sampleRate;
    const seconds = this.#clock.missing(frame, count, this.#window.position / rate, this.#told);
    const samples = Math.round(seconds * rate);
    if (seconds >= GAP_SECONDS) {
      this.#takeTail();
      this.#skip(samples);
    } else {
      this.#window.shift(samples);
      this.#missing += samples;
    }
  }

  #skip(samples: number): void {
    this.#window.skip(samples);
    this.#missing += samples;
  }

  #accept(samples: Float32Array): Promise<void>[] {
    return Array.from(this.#window.push(samples), (window) => this.#submit(window));
  }

  #submit(window: Window): Promise<void> {
    const run = this.#run(window);
    this.#runs.add(run);
    return run.finally(() => this.#runs.delete(run));
  }

  async #run(window: Window): Promise<void> {
    // The speaker of now: the run may have to wait until another source is heard.
    const speaker = this.#speaker;
    const missing = this.#missing;
    this.#told = true;
    const outcome = await this.#shared.scheduler.submit(this.#key, () => this.#analyse(window, missing, speaker));
    window.pcm.fill(0);
    if (outcome === 'dropped' && !this.#closed) {
      const freshFrom = Math.max(this.#accountedUntil, window.end - window.filled);
      this.#accountedUntil = window.end;
      const droppedMs = (1000 * Math.max(0, window.end - freshFrom)) / this.#shared.sampleRate;
      this.#emit({ type: 'overload', reason: 'inference', droppedMs, droppedWindows: 1 });
    }
  }

  /** @param missing samples that were missing until the window was cut */
  async #analyse({ pcm, filled, end }: Window, missing: number, speaker: Float32Array): Promise<void> {
    const rate = this.#shared.sampleRate;
    const start = end - filled;
    // Where a window was dropped, the next one counts all that it still holds of it.
    const freshStart = Math.max(start, Math.min(this.#analysedUntil, end));
    this.#accountedUntil = end;
    try {
      const began = performance.now();
      const audio = pcm.subarray(0, filled);
      const silent = isDigitalSilence(audio);
      removeOffset(audio);
      const prediction = silent ? undefined : await this.#shared.session.run(pcm, speaker);
      if (this.#closed) return;
      if (prediction && speaker === this.#speaker) this.#learn(prediction.state, (end - freshStart) / filled);
      this.#analysedUntil = end;
      const [whole, fresh] = [0, freshStart - start].map((from) => (prediction ? activityOf(audio, from) : NOTHING));
      const result: WindowResult = {
        start: start / rate,
        end: end / rate,
        freshStart: freshStart / rate,
        sentiment: prediction?.sentiment ?? null,
        speech: prediction?.speech ?? 0,
        activeSeconds: whole!.active / rate,
        freshActiveSeconds: fresh!.active / rate,
        tooQuietSeconds: whole!.tooQuiet / rate,
        freshTooQuietSeconds: fresh!.tooQuiet / rate,
        inferenceMs: performance.now() - began,
        provider: prediction?.provider ?? this.#shared.session.provider,
        gapSeconds: (missing - this.#missingTold) / rate,
        timeOrigin: this.#clock.origin,
      };
      this.#missingTold = missing;
      this.#emit({ type: 'window', result });
    } catch (error) {
      if (this.#closed) return;
      const typed = UndertoneError.from(error, 'inference-failed', 'One window could not be analysed.');
      this.#emit({ type: 'error', error: toWire(typed) });
    }
  }

  /** Overlapping windows would count audio twice: each counts for the `share` of it that no earlier one held. */
  #learn(state: Float32Array, share: number): void {
    for (let i = 0; i < state.length; i++) this.#speaker[i]! += share * (state[i]! - this.#speaker[i]!);
  }

  /** The runs under way are of the speaker before, and what they learn is not of the next one. */
  #forgetSpeaker(): void {
    const before = this.#speaker;
    this.#speaker = this.#shared.session.newState();
    void Promise.all(this.#runs).then(() => before.fill(0));
  }

  #clean(samples: Float32Array): Float32Array {
    const bad = clean(samples);
    if (bad > 0 && !this.#reportedBadSamples) {
      this.#reportedBadSamples = true;
      const message = `${bad} samples were not finite numbers and count as silence; check the audio graph before Undertone.`;
      this.#emit({ type: 'error', error: toWire(new UndertoneError('bad-samples', message)) });
    }
    return samples;
  }
}
