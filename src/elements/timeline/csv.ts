import { type ToneEvent } from 'undertone';
import type { Stretch } from '../parts/feed.js';
import { toHops } from './hops.js';

const STRETCHES: readonly Stretch[] = ['window', 'recent', 'call'];
const LABELS = ['negative', 'neutral', 'positive'] as const;

const COLUMNS = ['start', 'end', 'speech', ...STRETCHES.flatMap((over) => [over, ...LABELS.map((label) => `${over} ${label}`)])];

/**
 * One row of each event: its seconds, the probability of speech, and the label and probabilities of each stretch. Without a label it has
 * the reason in its place, and no numbers. All of it is numbers and names of our own, so that nothing has to be quoted.
 */
export function toCsv(events: readonly ToneEvent[]): string {
  const rows = toHops(events, 'recent').map(({ from, to, speech }, i) => [
    from.toFixed(3),
    to.toFixed(3),
    speech.toFixed(4),
    ...STRETCHES.flatMap((over) => {
      const { label, reason, scores } = events[i]![over];
      return [label ?? reason ?? '', ...LABELS.map((name) => scores?.[name].toFixed(4) ?? '')];
    }),
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
