import type { UndertoneError } from './errors.js';
import type { Estimate } from './estimates/estimate.js';
import type { Provider } from './model/provider.js';

/**
 * - `loading`    no window has been analysed yet, or none since the source was replaced
 * - `running`    audio arrives and someone speaks
 * - `no-speech`  audio arrives and nobody has spoken for two windows
 * - `muted`      the system or the remote side has muted the track, or the app has disabled it: no audio arrives, or silence
 * - `recovering` the worker has crashed or hangs and another is being started; the estimates stay
 * - `suspended`  the AudioContext does not run: see `undertone.resume()`; or nothing is written to the `PcmSource`
 * - `paused`     `pause()` was called
 * - `ended`      no more audio will come
 */
export type StreamState = 'loading' | 'running' | 'no-speech' | 'muted' | 'recovering' | 'suspended' | 'paused' | 'ended';

/** The tone of a stream after one more window. */
export interface ToneEvent {
  /** The stream's. */
  readonly id: string;
  /** The last 5 s of audio. */
  readonly window: Estimate;
  /** The last 30 s (`recentMs`) of active speech. */
  readonly recent: Estimate;
  /** The whole call so far. */
  readonly call: Estimate;
  /** Probability in [0, 1] that the window holds speech. */
  readonly speech: number;
  /**
   * Seconds since the last event in which no audio came or none was listened to: the context stood still, the source was replaced
   * late, the stream was paused, the timestamps of a `PcmSource` say so. What came just before and was too short to be judged, below 0.25 s,
   * is among them. They are part of the stream's time and of no window. 0 as a rule, and for files.
   */
  readonly gapSeconds: number;
  /** From the window's last sample at the worklet, or at `write()`, to this event, in ms; `null` for files. */
  readonly latencyMs: number | null;
  /** Time that the model took, in ms; about 0 for digital silence, which it does not see. */
  readonly inferenceMs: number;
  /** What ran the model on this window. */
  readonly provider: Provider;
  /** Time of day of second 0 of the stream, in ms since 1970: add an estimate's `start` or `end` to it. */
  readonly timeOrigin: number;
}

/** Somebody began or ceased to speak, at the resolution of the windows. */
export interface SpeechEvent {
  /** The stream's. */
  readonly id: string;
  /** Whether the window holds speech. */
  readonly speaking: boolean;
  /** Of speech, in [0, 1]. */
  readonly probability: number;
  /** End of the window that tells, in seconds of the stream. */
  readonly at: number;
}

/** The stream's state has changed. */
export interface StateEvent {
  /** The stream's. */
  readonly id: string;
  /** From now on. */
  readonly state: StreamState;
  /** Until now. */
  readonly previous: StreamState;
}

/** Something could not keep up with the audio; the newest window of each stream is always kept. */
export interface OverloadEvent {
  /** The stream's. */
  readonly id: string;
  /** `inference`: a window gave way to a newer one. `capture`: the ring was full, and audio is missing. */
  readonly reason: 'inference' | 'capture';
  /** Windows that were not analysed; 0 for `capture`. */
  readonly droppedWindows: number;
  /** New audio in what was dropped; after `inference` the next window may still hold its last part. */
  readonly droppedMs: number;
}

/** What remains of a stream. */
export interface StreamSummary {
  /** The stream's. */
  readonly id: string;
  /** The last 30 s (`recentMs`) of active speech. */
  readonly recent: Estimate;
  /** The whole call. */
  readonly call: Estimate;
  /** End of the last window, in seconds of the stream; gaps and pauses count. */
  readonly duration: number;
  /** Windows analysed. */
  readonly windows: number;
  /** Windows that gave way to newer ones under load. */
  readonly droppedWindows: number;
  /** Time of day of second 0, in ms since 1970; `null` before the first window. */
  readonly timeOrigin: number | null;
}

/** The tone of one channel of a recording, after one more window: `analyzeFile()` with `channels: 'separate'`. */
export interface ChannelToneEvent extends ToneEvent {
  /** Which channel: 0 is the left one of stereo. */
  readonly channel: number;
}

/** What remains of one channel of a recording. */
export interface ChannelSummary extends StreamSummary {
  /** Which channel: 0 is the left one of stereo. */
  readonly channel: number;
}

/** No more tone comes. */
export interface EndEvent {
  /** The stream's. */
  readonly id: string;
  /**
   * - `stopped`      `stop()` was called
   * - `revoked`      `revoke()` was called
   * - `closed`       the instance was closed
   * - `track-ended`  the track ended; `replace()` may revive the stream
   * - `failed`       `error` says why
   */
  readonly reason: 'stopped' | 'revoked' | 'closed' | 'track-ended' | 'failed';
  /** `null` after `revoke()`, which erases it. */
  readonly summary: StreamSummary | null;
  /** What ended the stream; present exactly when `reason` is `failed`. */
  readonly error?: UndertoneError;
}

/** Consent was withdrawn. */
export interface RevokeEvent {
  /** The stream's. */
  readonly id: string;
}

/** Events of one stream. */
export interface StreamEvents {
  /**
   * At each hop (2.5 s of audio), also in silence; not while paused or suspended. What came since the last hop has one too at
   * `stop()`, `pause()`, `replace()` and the end of the track.
   */
  tone: ToneEvent;
  /** When the first window is in, and whenever speech begins or ceases after it. */
  speech: SpeechEvent;
  /** At each change of state. */
  state: StateEvent;
  /** Each time that windows or audio were dropped. */
  overload: OverloadEvent;
  /**
   * At each failure; the stream goes on unless `end` follows with the reason `failed`. One that nobody listens to is reported to the
   * page (`reportError`), as a rejected promise is.
   */
  error: UndertoneError;
  /**
   * Once, as the last event but `revoke`. Only after `track-ended` may `replace()` revive the stream, which then ends once more.
   */
  end: EndEvent;
  /**
   * Once, at the first `revoke()`: before `end`, or after it where the stream had ended before. Forget what you have kept of the stream.
   */
  revoke: RevokeEvent;
}
