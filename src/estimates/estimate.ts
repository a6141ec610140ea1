import { argmax, LABELS, type Label, type Scores } from '../model/labels.js';

/**
 * - `too-little-speech`  nobody spoke, or hardly
 * - `too-quiet`          speech is heard that is too quiet to be judged: more than 60 dB below usual. Raise the gain of the microphone
 */
export type NoLabelReason = 'too-little-speech' | 'too-quiet';

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
  /** Why there is no label; `null` exactly when there is one. */
  readonly reason: NoLabelReason | null;
}

/** A stretch that holds speech, and how that speech sounds. */
export interface SpeechSpan {
  readonly start: number;
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

/** Below this much speech an estimate has no label: silence is not neutral. */
export const MIN_SPEECH_SECONDS = 0.5;

/**
 * The estimate over `[start, end]` that `tally` sums up, without a label where that is too little.
 * @param tooQuietSeconds of speech that the tally leaves out
 */
export function toEstimate({ speechSeconds, weighted }: Tally, start: number, end: number, tooQuietSeconds: number): Estimate {
  if (speechSeconds < MIN_SPEECH_SECONDS) {
    const reason = speechSeconds + tooQuietSeconds < MIN_SPEECH_SECONDS ? 'too-little-speech' : 'too-quiet';
    return { start, end, speechSeconds, label: null, scores: null, reason };
  }
  const total = LABELS.reduce((sum, label) => sum + weighted[label], 0);
  const scores: Scores = {
    negative: weighted.negative / total,
    neutral: weighted.neutral / total,
    positive: weighted.positive / total,
  };
  return { start, end, speechSeconds, label: argmax(scores), scores, reason: null };
}
