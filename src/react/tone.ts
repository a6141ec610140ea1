import type { AnalyzeOptions, Consent, Estimate, StreamState, StreamSummary, ToneStream, UndertoneError } from 'undertone';

/** Options of `useTone()`. Literals may be given: what counts is what is in them. */
export interface ToneOptions extends Omit<AnalyzeOptions, 'consent'> {
  /**
   * Of whoever speaks. `null`: not given yet, or withdrawn, which ends the stream at once and erases the estimates. After
   * `stream.revoke()` nothing more is heard until this was `null`, or is another's. Another `subject` or
   * `purpose` begins a new stream; `obtainedAt` counts when one begins.
   */
  consent: Consent | null;
  /** Who speaks. A new source goes on with the same estimates, unless this changes. Default: the `subject` of the consent. */
  speaker?: string | number;
}

/** What a stream has said so far. */
export interface ToneReading {
  /** The stream's; `loading` while Undertone is; `idle` without a source or consent. */
  readonly state: StreamState | 'idle';
  /** Probability in [0, 1] that the last window holds speech; `null` before the first. */
  readonly speech: number | null;
  /** The last 5 s of audio; `null` before the first window. */
  readonly window: Estimate | null;
  /** The last 30 s (`recentMs`) of active speech; `null` before the first window. */
  readonly recent: Estimate | null;
  /** The whole call so far; `null` before the first window. It stays after the end. */
  readonly call: Estimate | null;
  /** The last failure, of loading or of the stream; `null` again when tone comes or another source is heard. */
  readonly error: UndertoneError | null;
  /** For its other events, such as `end` and `overload`; `null` before it begins. */
  readonly stream: ToneStream | null;
}

/** What `useTone()` returns: the same object until something changes. Its functions stay the same, and throw nothing. */
export interface Tone extends ToneReading {
  /** Lets audio pass unheard until `resume()`; remembered where no stream has begun. */
  readonly pause: () => void;
  /** Listens again. In a click it also starts a context that the browser holds back (`context-blocked`). */
  readonly resume: () => void;
  /**
   * Analyses the last words and ends, until the source or the speaker changes. Resolves with the summary, or `null` where no stream
   * has begun.
   */
  readonly stop: () => Promise<StreamSummary | null>;
}

export const IDLE: ToneReading = {
  state: 'idle',
  speech: null,
  window: null,
  recent: null,
  call: null,
  error: null,
  stream: null,
};
