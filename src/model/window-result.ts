import type { Provider } from './provider.js';

/** One analysed window. Times are seconds of the stream, counted in samples that arrived and in gaps between them. */
export interface WindowResult {
  start: number;
  end: number;
  /** Where the audio begins that no earlier result has counted. */
  freshStart: number;
  /** Negative, neutral, positive; sums to 1. `null` when the window is digital silence and no model ran. */
  sentiment: readonly [number, number, number] | null;
  /** Probability in [0, 1] that the window holds speech. */
  speech: number;
  /** Seconds of the window, and of its fresh part, that are louder than the pauses. */
  activeSeconds: number;
  freshActiveSeconds: number;
  /** The same of what would be active if it were not so quiet. */
  tooQuietSeconds: number;
  freshTooQuietSeconds: number;
  inferenceMs: number;
  /** The provider that ran this window. */
  provider: Provider;
  /** Seconds since the last window in which no audio came, none was listened to, or less than could be judged. */
  gapSeconds: number;
  /** Time of day of second 0, in ms since 1970; `null` of a recording. */
  timeOrigin: number | null;
}
