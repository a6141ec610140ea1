import { callTone, INITIAL_TONE, recentTone, updateTone, type ToneOptions, type ToneState } from '../estimates/tone.js';
import type { StreamSummary, ToneEvent } from '../events.js';
import type { WindowResult } from '../model/window-result.js';

/** Hops without speech after which a running stream reports the state `no-speech`. */
const NO_SPEECH_HOPS = 2;

/** Follows one stream's estimates and makes its events of them; used for live streams and files alike. */
export class ToneTracker {
  readonly #id: string;
  readonly #options: ToneOptions;
  #tone: ToneState = INITIAL_TONE;
  #timeOrigin: number | null = null;
  #windows = 0;
  #droppedWindows = 0;
  #silentHops = 0;
  #speaking: boolean | undefined;

  constructor(id: string, options: ToneOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** Whether the last windows held no speech. */
  get silent(): boolean {
    return this.#silentHops >= NO_SPEECH_HOPS;
  }

  /** Whether the last window held speech; `undefined` before the first. */
  get speaking(): boolean | undefined {
    return this.#speaking;
  }

  get summary(): StreamSummary {
    return {
      id: this.#id,
      recent: recentTone(this.#tone, this.#options),
      call: callTone(this.#tone),
      duration: this.#tone.now,
      windows: this.#windows,
      droppedWindows: this.#droppedWindows,
      timeOrigin: this.#timeOrigin,
    };
  }

  /** @param latencyMs age of the window's last sample, `null` if unknown */
  accept(result: WindowResult, latencyMs: number | null): ToneEvent {
    this.#tone = updateTone(this.#tone, result, this.#options);
    this.#timeOrigin ??= result.timeOrigin ?? Date.now() - (latencyMs ?? 0) - 1000 * result.end;
    this.#windows++;
    this.#speaking = result.speech >= this.#options.speechThreshold;
    this.#silentHops = this.#speaking ? 0 : this.#silentHops + 1;
    return {
      id: this.#id,
      window: this.#tone.window,
      recent: recentTone(this.#tone, this.#options),
      call: callTone(this.#tone),
      speech: result.speech,
      gapSeconds: result.gapSeconds,
      latencyMs,
      inferenceMs: result.inferenceMs,
      provider: result.provider,
      timeOrigin: this.#timeOrigin,
    };
  }

  countDropped(windows: number): void {
    this.#droppedWindows += windows;
  }

  /** Forgets all that was heard. */
  erase(): void {
    this.#tone = INITIAL_TONE;
    this.#timeOrigin = null;
    this.#windows = 0;
    this.#droppedWindows = 0;
    this.#silentHops = 0;
    this.#speaking = undefined;
  }
}
