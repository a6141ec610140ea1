import * as Plot from '@observablehq/plot';
import type { ToneEvent } from 'undertone';
import type { Estimates } from './estimates-view.js';
import { clock } from './format.js';
import { TONE_COLOURS, TONE_WORDS, TONES } from './tone.js';
import type { Waveform } from './waveform.js';

/** Which of the estimates is drawn. */
export type Series = keyof Estimates;

export interface TimelineData {
  /** Seconds. */
  readonly duration: number;
  readonly events: readonly ToneEvent[];
  readonly waveform: Waveform | null;
}

export interface TimelineStyle {
  readonly series: Series;
  /** Pixels. */
  readonly width: number;
  /** A line above the chart, for a picture that stands alone. */
  readonly caption?: string;
}

/** Room around the plot for names, in pixels; a cursor laid over the chart needs it too. */
export const TIMELINE_MARGIN = { left: 76, right: 76 };

const HEIGHT = 248;

/** The chart's three rows, in units of its one vertical scale. */
const ROWS = {
  waveform: { middle: 1.5, reach: 0.34 },
  tone: { from: 0, to: 1 },
  speech: { from: -0.3, to: -0.12 },
};

interface Block {
  from: number;
  to: number;
  low: number;
  high: number;
  colour: string;
  title: string;
}

/** Waveform, tone and speech presence over time. Each hop is drawn over the audio that was new in it. */
export function drawTimeline(
  { duration, events, waveform }: TimelineData,
  { series, width, caption }: TimelineStyle,
): SVGSVGElement {
  const hops = events.map((event, i) => ({ event, from: events[i - 1]?.window.end ?? 0, to: event.window.end }));
  const background = { x1: 0, x2: duration };
  const { middle, reach } = ROWS.waveform;
  const step = waveform ? waveform.duration / waveform.peaks.length : 0;
  const names = [
    { text: 'Audio', y: middle },
    { text: 'Tone', y: 0.5 },
    { text: 'Speech', y: (ROWS.speech.from + ROWS.speech.to) / 2 },
  ];
  const tones = TONES.map((tone, i) => ({ text: TONE_WORDS[tone], y: 0.88 - 0.38 * i, colour: TONE_COLOURS[tone].text }));

  return Plot.plot({
    width,
    height: HEIGHT + (caption ? 24 : 0),
    marginTop: caption ? 32 : 8,
    marginLeft: TIMELINE_MARGIN.left,
    marginRight: TIMELINE_MARGIN.right,
    marginBottom: 40,
    style: { fontSize: '12px', fontFamily: 'system-ui, sans-serif', background: 'none', color: 'var(--text)' },
    x: {
      domain: [0, Math.max(duration, 1)],
      label: 'time (min:s) · blank: too little speech',
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: clock,
      ticks: Math.min(width / 90, duration),
    },
    y: { domain: [ROWS.speech.from, middle + reach], axis: null },
    marks: [
      Plot.rect([background], { x1: 'x1', x2: 'x2', y1: ROWS.tone.from, y2: ROWS.tone.to, fill: 'var(--sunken)' }),
      Plot.rect([background], { x1: 'x1', x2: 'x2', y1: ROWS.speech.from, y2: ROWS.speech.to, fill: 'var(--sunken)' }),
      Plot.ruleY([middle], { stroke: 'var(--line)' }),
      Plot.areaY(waveform?.peaks ?? [], {
        x: (_, i) => (i + 0.5) * step,
        y1: (peak: number) => middle - reach * peak,
        y2: (peak: number) => middle + reach * peak,
        fill: 'var(--wave)',
      }),
      Plot.rect(
        hops.flatMap(({ event, from, to }) => stack(event[series].scores, from, to)),
        {
          x1: 'from',
          x2: 'to',
          y1: 'low',
          y2: 'high',
          fill: 'colour',
          title: 'title',
          shapeRendering: 'crispEdges',
        },
      ),
      Plot.rect(hops, {
        x1: 'from',
        x2: 'to',
        y1: ROWS.speech.from,
        y2: ROWS.speech.to,
        fill: 'var(--speech)',
        shapeRendering: 'crispEdges',
        fillOpacity: ({ event }) => event.speech,
        title: ({ event, from }) => `${clock(from)} speech ${event.speech.toFixed(2)}`,
      }),
      Plot.text(names, { x: 0, y: 'y', text: 'text', dx: -10, textAnchor: 'end', fill: 'var(--muted)' }),
      Plot.text(tones, {
        frameAnchor: 'right',
        y: 'y',
        text: 'text',
        dx: TIMELINE_MARGIN.right,
        dy: 0,
        fill: 'colour',
        fontWeight: 600,
      }),
      Plot.text(caption ? [caption] : [], {
        frameAnchor: 'top-left',
        dx: -TIMELINE_MARGIN.left,
        dy: -26,
        fontSize: 14,
        fontWeight: 600,
        fill: 'var(--text)',
      }),
    ],
    color: { type: 'identity' },
    opacity: { type: 'identity' },
  }) as SVGSVGElement;
}

/** The probabilities on top of each other, negative at the bottom. */
function stack(scores: Estimates[Series]['scores'], from: number, to: number): Block[] {
  if (!scores) return [];
  let low = 0;
  return TONES.toReversed().map((tone) => {
    const block = {
      from,
      to,
      low,
      high: low + scores[tone],
      colour: TONE_COLOURS[tone].fill,
      title: `${clock(from)} ${tone} ${scores[tone].toFixed(2)}`,
    };
    low = block.high;
    return block;
  });
}
