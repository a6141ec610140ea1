import { addToTally, EMPTY_TALLY, toEstimate, type Estimate, type SpeechSpan } from './estimate.js';

/**
 * `spans` with `span` at the end, without those that lie wholly before the last `seconds` of speech.
 * @param spans oldest first
 */
export function keepRecent(spans: readonly SpeechSpan[], span: SpeechSpan, seconds: number): readonly SpeechSpan[] {
  const all = [...spans, span];
  let speech = 0;
  let first = all.length;
  while (first > 0 && speech < seconds) speech += all[--first]!.speechSeconds;
  return all.slice(first);
}

/**
 * The tone of the last `seconds` of active speech: each span counts for the speech it holds, and the oldest only for
 * what the others leave.
 * @param spans oldest first @param now end of the estimate, in seconds of the stream @param tooQuietSeconds of speech in no span
 */
export function recentEstimate(spans: readonly SpeechSpan[], seconds: number, now: number, tooQuietSeconds: number): Estimate {
  let tally = EMPTY_TALLY;
  for (const span of spans.toReversed()) {
    const counted = Math.min(span.speechSeconds, seconds - tally.speechSeconds);
    tally = addToTally(tally, counted, span.scores);
  }
  return toEstimate(tally, spans[0]?.start ?? now, now, tooQuietSeconds);
}
