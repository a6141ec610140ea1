import { UndertoneError } from '../../errors.js';
import { openReader } from '../../ring/open-reader.js';
import type { FrameReader } from '../../ring/frame-reader.js';
import type { ReaderOptions } from '../../ring/transport.js';
import { activeSamples, isDigitalSilence } from './energy.js';
import type { StreamOptions, WorkerEvent } from '../protocol.js';
import type { WindowResult } from '../../model/window-result.js';
import type { Resampler, ResamplerFactory } from './resampler.js';
import type { Scheduler } from './scheduler.js';
import type { ModelSession } from './session.js';
import { SlidingWindow, type Window } from './sliding-window.js';
import { toWire } from '../wire-errors.js';

/** Samples read from the ring at a time. */
const READ_SAMPLES = 4096;

/** A stream's tail is analysed at its end if it brings at least this much, in seconds. */
const MIN_TAIL_SECONDS = 0.25;

/**
 * Samples from here on are no audio, whatever its gain. Infinity itself would be too late: browsers at times hand on
 * their greatest number (3.4e38) in its place.
 */
const ABSURD_SAMPLE = 1e30;

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
  #analysedUntil = 0;
  /** What the model knows of the stream's speaker: statistics of features. */
  #speaker: Float32Array;
  #paused = false;
  #closed = false;
  #reportedBadSamples = false;

  /** @throws RangeError when the rate cannot be converted */
  constructor(shared: Shared, { key, sampleRate, hopMs }: StreamOptions, emit: (event: WorkerEvent) => void) {
    this.#shared = shared;
    this.#key = key;
    this.#emit = emit;
    this.#inputRate = sampleRate;
    this.#resampler = shared.createResampler(sampleRate, shared.sampleRate);
    this.#speaker = shared.session.newState();
    this.#window = new SlidingWindow(shared.windowSamples, Math.round((hopMs / 1000) * shared.sampleRate));
  }

  attach(options: ReaderOptions, sampleRate: number): void {
    this.#reader?.close();
    this.#shared.scheduler.cancel(this.#key);
    this.#window.clear();
    this.#resampler.close();
    this.#resampler = this.#shared.createResampler(sampleRate, this.#shared.sampleRate);
    this.#inputRate = sampleRate;
    this.#forgetSpeaker();
    const reader = openReader(options);
    this.#reader = reader;
    reader.onReadable(() => this.#drain(reader));
  }

  setPaused(paused: boolean): void {
    // A busy worker has not read yet all that came during a pause: none of it is to be heard after it.
    if (this.#paused && this.#reader) this.#drain(this.#reader);
    this.#paused = paused;
    if (paused) this.#shared.scheduler.cancel(this.#key);
    this.#window.clear();
  }

  async push(samples: Float32Array, sampleRate = this.#inputRate): Promise<void> {
    if (sampleRate !== this.#inputRate) await this.#goOnAt(sampleRate);
    await Promise.all(this.#accept(this.#resampler.process(this.#clean(samples)), null));
  }

  async flush(): Promise<void> {
    await Promise.all(this.#accept(this.#resampler.flush(), null));
    const minimum = Math.round(MIN_TAIL_SECONDS * this.#shared.sampleRate);
    const tail = this.#window.flush(this.#analysedUntil === 0 ? 1 : minimum);
    if (tail) await this.#submit(tail, null);
  }

  close(): void {
    this.#closed = true;
    this.#shared.scheduler.cancel(this.#key);
    this.#reader?.close();
    this.#resampler.close();
    this.#window.clear();
    this.#block.fill(0);
    this.#forgetSpeaker();
  }

  /** Joined recordings change their rate on the way: the stream, its windows and its speaker go on. */
  async #goOnAt(sampleRate: number): Promise<void> {
    await Promise.all(this.#accept(this.#resampler.flush(), null));
    this.#resampler.close();
    this.#resampler = this.#shared.createResampler(sampleRate, this.#shared.sampleRate);
    this.#inputRate = sampleRate;
  }

  #drain(reader: FrameReader): void {
    if (this.#closed || reader !== this.#reader) return;
    for (let count = reader.read(this.#block); count > 0; count = reader.read(this.#block)) {
      const resampled = this.#resampler.process(this.#clean(this.#block.subarray(0, count)));
      if (this.#paused) this.#window.skip(resampled.length);
      // What fails in a run is emitted as an event.
      else void Promise.all(this.#accept(resampled, reader.frame));
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

  #accept(samples: Float32Array, frame: number | null): Promise<void>[] {
    const runs: Promise<void>[] = [];
    const arrived = this.#window.position + samples.length;
    for (const window of this.#window.push(samples)) {
      // The window may end before the newest sample read: take its frame back by what came after it.
      const later = ((arrived - window.end) * this.#inputRate) / this.#shared.sampleRate;
      runs.push(this.#submit(window, frame === null ? null : (frame - Math.round(later)) | 0));
    }
    return runs;
  }

  async #submit(window: Window, frame: number | null): Promise<void> {
    const outcome = await this.#shared.scheduler.submit(this.#key, () => this.#analyse(window, frame));
    window.pcm.fill(0);
    if (outcome === 'dropped' && !this.#closed && !this.#paused) {
      const freshFrom = Math.max(this.#analysedUntil, window.end - window.filled);
      const droppedMs = (1000 * Math.max(0, window.end - freshFrom)) / this.#shared.sampleRate;
      this.#emit({ type: 'overload', reason: 'inference', droppedMs, droppedWindows: 1 });
    }
  }

  async #analyse({ pcm, filled, end }: Window, frame: number | null): Promise<void> {
    const rate = this.#shared.sampleRate;
    const start = end - filled;
    // Where a window was dropped, the next one counts all that it still holds of it.
    const freshStart = Math.max(start, Math.min(this.#analysedUntil, end));
    const speaker = this.#speaker;
    try {
      const began = performance.now();
      const prediction = isDigitalSilence(pcm) ? undefined : await this.#shared.session.run(pcm, speaker);
      if (this.#closed) return;
      if (prediction && speaker === this.#speaker) this.#learn(prediction.state, (end - freshStart) / filled);
      this.#analysedUntil = end;
      const result: WindowResult = {
        start: start / rate,
        end: end / rate,
        freshStart: freshStart / rate,
        sentiment: prediction?.sentiment ?? null,
        speech: prediction?.speech ?? 0,
        activeSeconds: prediction ? activeSamples(pcm, 0, filled) / rate : 0,
        freshActiveSeconds: prediction ? activeSamples(pcm, freshStart - start, filled) / rate : 0,
        inferenceMs: performance.now() - began,
        provider: prediction?.provider ?? this.#shared.session.provider,
        frame,
      };
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

  /** A run under way keeps what is overwritten here: its answer is not of the next speaker. */
  #forgetSpeaker(): void {
    this.#speaker.fill(0);
    this.#speaker = this.#shared.session.newState();
  }

  /** Replaces what is no audio by silence, and limits the rest to the model's range. */
  #clean(samples: Float32Array): Float32Array {
    let bad = 0;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i]!;
      // In this form it holds of NaN too.
      if (!(Math.abs(sample) < ABSURD_SAMPLE)) {
        samples[i] = 0;
        bad++;
      } else if (sample > 1 || sample < -1) {
        samples[i] = Math.sign(sample);
      }
    }
    if (bad > 0 && !this.#reportedBadSamples) {
      this.#reportedBadSamples = true;
      const message = `${bad} samples were not finite numbers and count as silence; check the audio graph before Undertone.`;
      this.#emit({ type: 'error', error: toWire(new UndertoneError('bad-samples', message)) });
    }
    return samples;
  }
}
