import type { WindowResult } from '../model/window-result.js';
import { addToTally, EMPTY_TALLY, toEstimate, type Estimate, type SpeechSpan, type Tally } from './estimate.js';
import { keepRecent, recentEstimate } from './recent.js';
import { toScores } from '../model/labels.js';

/** Below this much speech an estimate has no label: silence is not neutral. */
export const MIN_SPEECH_SECONDS = 0.5;

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
  readonly now: number;
}

export const INITIAL_TONE: ToneState = {
  window: { start: 0, end: 0, speechSeconds: 0, label: null, scores: null },
  spans: [],
  call: EMPTY_TALLY,
  now: 0,
};

/** Folds one analysed window into the state. Only its fresh part counts: windows overlap, estimates must not. */
export function updateTone(state: ToneState, result: WindowResult, options: ToneOptions): ToneState {
  const { start, end, freshStart, sentiment, speech, activeSeconds, freshActiveSeconds } = result;
  if (!sentiment || speech < options.speechThreshold) {
    const window: Estimate = { start, end, speechSeconds: 0, label: null, scores: null };
    return { ...state, window, now: end };
  }
  const scores = toScores(sentiment);
  const window = toEstimate(addToTally(EMPTY_TALLY, activeSeconds, scores), start, end, MIN_SPEECH_SECONDS);
  if (freshActiveSeconds === 0) return { ...state, window, now: end };
  const span: SpeechSpan = { start: freshStart, end, speechSeconds: freshActiveSeconds, scores };
  return {
    window,
    spans: keepRecent(state.spans, span, options.recentSeconds),
    call: addToTally(state.call, freshActiveSeconds, scores),
    now: end,
  };
}

/** The tone of the last seconds of active speech. */
export function recentTone({ spans, now }: ToneState, { recentSeconds }: ToneOptions): Estimate {
  return recentEstimate(spans, recentSeconds, now, MIN_SPEECH_SECONDS);
}

/** The tone of the whole call so far. */
export function callTone({ call, now }: ToneState): Estimate {
  return toEstimate(call, 0, now, MIN_SPEECH_SECONDS);
}
