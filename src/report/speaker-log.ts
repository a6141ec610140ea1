import type { ChannelToneEvent, Estimate, OverloadEvent, StreamState, ToneEvent } from 'undertone';

/**
 * Why nothing was heard of a stretch of a call.
 *
 * - `no-speech`  audio came, and nobody spoke in it
 * - `too-quiet`  somebody spoke, too quietly to be judged: the microphone needs gain
 * - `muted`      the track was muted or disabled
 * - `paused`     the app had called `pause()`
 * - `suspended`  the AudioContext did not run, or nothing was written to the `PcmSource`
 * - `recovering` the worker had crashed, and another was being started
 * - `overload`   the machine could not keep up, and audio was dropped
 * - `gap`        no audio came, or too little to be judged, for none of these reasons
 */
export type UnheardReason = 'no-speech' | 'too-quiet' | 'muted' | 'paused' | 'suspended' | 'recovering' | 'overload' | 'gap';

/** Why a hole is one, in the order in which they count where several hold. */
const HOLE_REASONS = ['paused', 'suspended', 'recovering', 'muted', 'overload'] as const;

/** What is shorter is a rounding of sample counts. */
const SHORTEST_HOLE = 0.001;

/** What one window brought that no window before it had. Times are seconds of the stream. */
export interface Hop {
  /** Where the audio before it was last heard. */
  readonly before: number;
  /** Where its new audio begins: later than `before` where some is missing between them. */
  readonly from: number;
  readonly to: number;
  /** Why audio is missing before it; `null` where none is. */
  readonly missing: UnheardReason | null;
  /** Seconds of speech in its new audio that the tone rests on. */
  readonly speechSeconds: number;
  /** Why that is none; `null` where it is some. */
  readonly silent: UnheardReason | null;
  /** Probability in [0, 1] that the window holds speech. */
  readonly speech: number;
  readonly window: Estimate;
  readonly recent: Estimate;
}

/**
 * What is kept of one speaker: half a kilobyte a window, so that an hour takes some 0.7 MB. Nothing of it is audio.
 */
export class SpeakerLog {
  readonly id: string;
  /** Of a recording whose channels are a speaker each; otherwise `null`. */
  readonly channel: number | null;
  readonly name: string | null;
  /** Oldest first. */
  readonly hops: Hop[] = [];
  /** Time of day of second 0, in ms since 1970; `null` of a recording, which began at another time. */
  timeOrigin: number | null = null;
  /** Of the whole call; `null` before the first window. */
  call: Estimate | null = null;
  /** Windows that were dropped under load. */
  droppedWindows = 0;
  #state: StreamState = 'loading';
  /** States since the last window, and whether audio was dropped. */
  readonly #since = new Set<StreamState | 'overload'>();

  constructor(id: string, channel: number | null, name: string | null) {
    this.id = id;
    this.channel = channel;
    this.name = name;
  }

  hear(event: ToneEvent | ChannelToneEvent): void {
    const { window, recent, call, speech, gapSeconds, latencyMs, timeOrigin } = event;
    const previous = this.hops.at(-1);
    // One that is followed late begins where it is first heard.
    const before = previous ? previous.to : Math.max(0, window.start - gapSeconds);
    const from = Math.min(Math.max(before + gapSeconds, window.start), window.end);
    const isMissing = from - before > SHORTEST_HOLE;
    const speechSeconds = Math.max(0, this.call ? call.speechSeconds - this.call.speechSeconds : window.speechSeconds);
    this.hops.push({
      before,
      from: isMissing ? from : before,
      to: window.end,
      missing: isMissing ? (HOLE_REASONS.find((reason) => this.#was(reason)) ?? 'gap') : null,
      speechSeconds,
      silent: speechSeconds > 0 ? null : this.#whySilent(window),
      speech,
      window,
      recent,
    });
    this.call = call;
    // Files are analysed at another time than they were recorded at.
    this.timeOrigin = latencyMs === null ? null : timeOrigin;
    this.#since.clear();
  }

  change(state: StreamState): void {
    this.#since.add(this.#state).add(state);
    this.#state = state;
  }

  drop({ droppedWindows }: OverloadEvent): void {
    this.#since.add('overload');
    this.droppedWindows += droppedWindows;
  }

  #was(state: StreamState | 'overload'): boolean {
    return this.#state === state || this.#since.has(state);
  }

  #whySilent({ reason }: Estimate): UnheardReason {
    if (this.#was('muted')) return 'muted';
    return reason === 'too-quiet' ? 'too-quiet' : 'no-speech';
  }
}
