import type { Estimate } from 'undertone';

/** Negative probability of the recent speech from which an alert is raised. */
export const RAISE_AT = 0.5;

/** Probability below which it is cleared: lower, so that an estimate that wavers does not ring again and again. */
export const CLEAR_BELOW = 0.4;

/** Whether an alert is on after `recent`, if it was on or off before. Too little speech changes nothing. */
export function nextAlert(wasOn: boolean, recent: Estimate): boolean {
  if (!recent.scores) return wasOn;
  return recent.scores.negative >= (wasOn ? CLEAR_BELOW : RAISE_AT);
}
