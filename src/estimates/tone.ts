import type { WindowResult } from '../model/window-result.js';
import { addToTally, EMPTY_TALLY, toEstimate, type Estimate, type SpeechSpan, type Tally } from './estimate.js';
import { keepRecent, recentEstimate } from './recent.js';
import { toScores } from '../model/labels.js';

export interface ToneOptions {
  /** Probability of speech from which a window counts as speech; the model's manifest names it. */
  readonly speechThreshold: number;
  /** Active speech that the recent estimate looks back on. */
  readonly recentSeconds: number;
}

/** What a stream has to remember: a few spans for the recent estimate and one tally for the call, however long. */
export interface ToneState {
  readonly window: Estimate;
  readonly spans: readonly SpeechSpan[];
  readonly call: Tally;
  /** Speech that was heard and counts in none of them. */
  readonly tooQuietSeconds: number;
  readonly now: number;
}

export const INITIAL_TONE: ToneState = {
  window: toEstimate(EMPTY_TALLY, 0, 0, 0),
  spans: [],
  call: EMPTY_TALLY,
  tooQuietSeconds: 0,
  now: 0,
};

/** Folds one analysed window into the state. Only its fresh part counts: windows overlap, estimates must not. */
export function updateTone(state: ToneState, result: WindowResult, options: ToneOptions): ToneState {
  const { start, end, freshStart, sentiment, speech, activeSeconds, freshActiveSeconds } = result;
  if (!sentiment || speech < options.speechThreshold) {
    return { ...state, window: toEstimate(EMPTY_TALLY, start, end, 0), now: end };
  }
  const scores = toScores(sentiment);
  const window = toEstimate(addToTally(EMPTY_TALLY, activeSeconds, scores), start, end, result.tooQuietSeconds);
  const tooQuietSeconds = state.tooQuietSeconds + result.freshTooQuietSeconds;
  if (freshActiveSeconds === 0) return { ...state, window, tooQuietSeconds, now: end };
  const span: SpeechSpan = { start: freshStart, speechSeconds: freshActiveSeconds, scores };
  return {
    window,
    tooQuietSeconds,
    spans: keepRecent(state.spans, span, options.recentSeconds),
    call: addToTally(state.call, freshActiveSeconds, scores),
    now: end,
  };
}

/** The tone of the last seconds of active speech. */
export function recentTone({ spans, tooQuietSeconds, now }: ToneState, { recentSeconds }: ToneOptions): Estimate {
  return recentEstimate(spans, recentSeconds, now, tooQuietSeconds);
}

/** The tone of the whole call so far. */
export function callTone({ call, tooQuietSeconds, now }: ToneState): Estimate {
  return toEstimate(call, 0, now, tooQuietSeconds);
}
