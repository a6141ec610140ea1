import type { Label, Scores } from 'undertone';
import type { Hop } from './speaker-log.js';

/** Where the tone of a speaker turned. */
export interface TurningPoint {
  /** End of the first window with the new label, in seconds of the call. */
  readonly at: number;
  /** The label of the last 30 s of speech before. */
  readonly from: Label;
  /** The label after, which stayed. */
  readonly to: Label;
  /** Probabilities of the last 30 s in the last window with the old label. */
  readonly before: Scores;
  /** The same in the window by which the new label had stayed. */
  readonly after: Scores;
}

/** Speech of the speaker for which a label has to stay: less is a flicker between two labels that are nearly as probable. */
export const STAY_SECONDS = 10;

interface Candidate {
  readonly label: Label;
  readonly at: number;
  speechSeconds: number;
}

/**
 * A turning point is where the label of the last 30 s of speech changed and stayed for `STAY_SECONDS` of the speaker's own speech.
 * Windows without a label neither change nor stay, as silence is no tone. The first label that stays is where a speaker begins, and
 * no turning point; nor is a change at the end of a call that had no time to stay.
 * @param offset seconds of the call at which the stream begins
 */
export function findTurningPoints(hops: readonly Hop[], offset: number): TurningPoint[] {
  const points: TurningPoint[] = [];
  let settled: { label: Label; scores: Scores } | undefined;
  let candidate: Candidate | undefined;
  for (const { recent, speechSeconds, to } of hops) {
    const { label, scores } = recent;
    if (!label || !scores) continue;
    if (label === settled?.label) {
      settled.scores = scores;
      candidate = undefined;
      continue;
    }
    // The speech of the window that changed the label is the first that has it.
    if (label !== candidate?.label) candidate = { label, at: to, speechSeconds: 0 };
    candidate.speechSeconds += speechSeconds;
    if (candidate.speechSeconds < STAY_SECONDS) continue;
    if (settled)
      points.push({ at: offset + candidate.at, from: settled.label, to: label, before: settled.scores, after: scores });
    settled = { label, scores };
    candidate = undefined;
  }
  return points;
}
