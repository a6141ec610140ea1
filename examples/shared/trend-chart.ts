import * as Plot from '@observablehq/plot';
import type { Estimate } from 'undertone';
import { clock } from './format.js';

export interface TrendPoint {
  /** Whose tone it is; one line each. */
  readonly name: string;
  /** Seconds since the call began. */
  readonly at: number;
  /** P(positive) - P(negative), from -1 to 1; `NaN` without a label, which interrupts the line. */
  readonly balance: number;
}

/** A moment worth a mark in the trend. */
export interface TrendMark {
  readonly at: number;
  readonly text: string;
}

export function toBalance({ scores }: Estimate): number {
  return scores ? scores.positive - scores.negative : Number.NaN;
}

/** Room that a name needs, in units of balance. */
const NAME_HEIGHT = 0.2;

const MARGIN = { left: 68, right: 68 };

/** One line is told from another by its dashes too, not by its colour alone. */
const LINES = [
  { colour: 'var(--accent)', dashes: 'none' },
  { colour: 'var(--muted)', dashes: '6 4' },
];

/** How the tone moves between negative and positive, a line for each name. */
export function drawTrend(
  names: readonly string[],
  points: readonly TrendPoint[],
  marks: readonly TrendMark[],
  width: number,
): SVGSVGElement {
  const latest = points.reduce((end, { at }) => Math.max(end, at), 0);
  return Plot.plot({
    width,
    height: 200,
    marginTop: 20,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginBottom: 32,
    style: { fontSize: '12px', fontFamily: 'system-ui, sans-serif', background: 'none', color: 'var(--text)' },
    x: { domain: [0, Math.max(30, latest)], label: null, tickFormat: clock, ticks: Math.min(8, width / 90) },
    y: { domain: [-1, 1], axis: null },
    marks: [
      Plot.ruleY([-1, 1], { stroke: 'var(--line)' }),
      Plot.ruleY([0], { stroke: 'var(--line)', strokeDasharray: '2 3' }),
      Plot.text(['Positive', 'Balanced', 'Negative'], {
        x: 0,
        y: (_, i) => 1 - i,
        text: (word: string) => word,
        dx: -8,
        textAnchor: 'end',
        fill: 'var(--muted)',
      }),
      Plot.ruleX(marks, { x: 'at', stroke: 'var(--negative)', strokeDasharray: '3 3' }),
      Plot.text(marks, { x: 'at', y: 1, text: 'text', dy: -9, fill: 'var(--negative)', fontWeight: 600 }),
      ...names.flatMap((name, i) => drawLine(points, name, LINES[i % LINES.length]!)),
      ...drawNames(names, points),
    ],
  }) as SVGSVGElement;
}

function drawLine(points: readonly TrendPoint[], name: string, { colour, dashes }: (typeof LINES)[number]): Plot.Markish[] {
  const line = points.filter((point) => point.name === name);
  const last = lastOf(line);
  return [
    Plot.lineY(line, { x: 'at', y: 'balance', stroke: colour, strokeWidth: 2.5, strokeDasharray: dashes, curve: 'monotone-x' }),
    Plot.dot(last ? [last] : [], { x: 'at', y: 'balance', fill: colour, r: 4 }),
  ];
}

/** Each line's name beside the latest end, moved apart where two would lie on each other. */
function drawNames(names: readonly string[], points: readonly TrendPoint[]): Plot.Markish[] {
  const ends = names.flatMap((name, i) => {
    const last = lastOf(points.filter((point) => point.name === name));
    return last ? [{ ...last, colour: LINES[i % LINES.length]!.colour }] : [];
  });
  const fromTop = ends.sort((one, other) => other.balance - one.balance);
  const latest = Math.max(...ends.map(({ at }) => at));
  let free = Number.POSITIVE_INFINITY;
  return fromTop.map((end) => {
    const y = Math.min(end.balance, free);
    free = y - NAME_HEIGHT;
    return Plot.text([end], {
      x: () => latest,
      y: () => y,
      text: 'name',
      dx: 10,
      textAnchor: 'start',
      fill: end.colour,
      fontWeight: 600,
    });
  });
}

function lastOf(line: readonly TrendPoint[]): TrendPoint | undefined {
  return line.findLast(({ balance }) => !Number.isNaN(balance));
}
