import type { Estimate, Label } from 'undertone';

/** Lead of negative over each other tone, in the recent speech, from which an alert is raised. */
export const RAISE_LEAD = 0.1;

/** Speech that the lead must rest on, in seconds: a first window or two are a hint, not a turn. */
export const MIN_SPEECH_SECONDS = 10;

/** Negative beside the likeliest other tone. */
export interface Contest {
  readonly negative: number;
  readonly rival: Exclude<Label, 'negative'>;
  readonly rivalScore: number;
  /** How far negative is ahead, from -1 to 1. */
  readonly lead: number;
}

/** How negative stands in `recent`, or `null` where that rests on too little speech. */
export function contestOf({ scores, speechSeconds }: Estimate): Contest | null {
  if (!scores || speechSeconds < MIN_SPEECH_SECONDS) return null;
  const { negative, neutral, positive } = scores;
  const rival = neutral >= positive ? 'neutral' : 'positive';
  return { negative, rival, rivalScore: scores[rival], lead: negative - scores[rival] };
}

/**
 * Whether an alert is on, if it was on or off before: it is raised when negative leads clearly, and cleared only when
 * another tone leads, so that an estimate that wavers does not ring again and again. Too little speech changes nothing.
 */
export function nextAlert(wasOn: boolean, contest: Contest | null): boolean {
  if (!contest) return wasOn;
  return contest.lead >= (wasOn ? 0 : RAISE_LEAD);
}
