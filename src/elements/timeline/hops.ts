import type { Scores, ToneEvent } from 'undertone';
import type { Stretch } from '../parts/feed.js';
import type { TimeRange } from './range.js';

/** What was new in one or several events. */
export interface Hop extends TimeRange {
  readonly speech: number;
  /** `null` where there is too little speech. */
  readonly scores: Scores | null;
}

/** One hop of each event, over the audio that was new in it. What is missing between them belongs to none. */
export function toHops(events: readonly ToneEvent[], over: Stretch): Hop[] {
  return events.map((event, i) => ({
    from: Math.min(event.window.end, (events[i - 1]?.window.end ?? 0) + event.gapSeconds),
    to: event.window.end,
    speech: event.speech,
    scores: event[over].scores,
  }));
}

/** Those in `range`; where there are more than `count`, neighbours are drawn as their mean. */
export function selectHops(hops: readonly Hop[], { from, to }: TimeRange, count: number): Hop[] {
  const inside = hops.filter((hop) => hop.to > from && hop.from < to);
  const size = Math.ceil(inside.length / Math.max(1, count));
  if (size <= 1) return inside;
  return Array.from({ length: Math.ceil(inside.length / size) }, (_, i) => merge(inside.slice(i * size, (i + 1) * size)));
}

function merge(hops: readonly Hop[]): Hop {
  const scored = hops.flatMap(({ scores }) => scores ?? []);
  const mean = (label: keyof Scores) => scored.reduce((sum, scores) => sum + scores[label], 0) / scored.length;
  return {
    from: hops[0]!.from,
    to: hops.at(-1)!.to,
    speech: hops.reduce((sum, { speech }) => sum + speech, 0) / hops.length,
    scores: scored.length > 0 ? { negative: mean('negative'), neutral: mean('neutral'), positive: mean('positive') } : null,
  };
}
