import { argmax, LABELS, type Label, type Scores } from '../model/labels.js';

/** The tone of a stretch of a stream. Times are seconds since its first sample; gaps and pauses count. */
export interface Estimate {
  /** First second. */
  readonly start: number;
  /** Last second. */
  readonly end: number;
  /** Seconds of speech that the scores rest on. */
  readonly speechSeconds: number;
  /** The most probable label, or `null` when there is too little speech to say: silence is not neutral. */
  readonly label: Label | null;
  /** Mean probabilities weighted by speech; `null` exactly when `label` is. */
  readonly scores: Scores | null;
}

/** A stretch that holds speech, and how that speech sounds. */
export interface SpeechSpan {
  readonly start: number;
  readonly end: number;
  readonly speechSeconds: number;
  readonly scores: Scores;
}

/** Sums of probabilities times seconds of speech: all that a mean needs. */
export interface Tally {
  readonly speechSeconds: number;
  readonly weighted: Scores;
}

export const EMPTY_TALLY: Tally = { speechSeconds: 0, weighted: { negative: 0, neutral: 0, positive: 0 } };

/** `tally` with `seconds` of speech more, sounding like `scores`. */
export function addToTally({ speechSeconds, weighted }: Tally, seconds: number, scores: Scores): Tally {
  return {
    speechSeconds: speechSeconds + seconds,
    weighted: {
      negative: weighted.negative + seconds * scores.negative,
      neutral: weighted.neutral + seconds * scores.neutral,
      positive: weighted.positive + seconds * scores.positive,
    },
  };
}

/** The estimate over `[start, end]` that `tally` sums up, without a label below `minSpeechSeconds`. */
export function toEstimate({ speechSeconds, weighted }: Tally, start: number, end: number, minSpeechSeconds: number): Estimate {
  if (speechSeconds < minSpeechSeconds) return { start, end, speechSeconds, label: null, scores: null };
  const total = LABELS.reduce((sum, label) => sum + weighted[label], 0);
  const scores: Scores = {
    negative: weighted.negative / total,
    neutral: weighted.neutral / total,
    positive: weighted.positive / total,
  };
  return { start, end, speechSeconds, label: argmax(scores), scores };
}
