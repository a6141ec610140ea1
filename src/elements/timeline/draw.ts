import type { Label } from 'undertone';
import type { Words } from '../texts/words.js';
import { selectHops, type Hop } from './hops.js';
import { clock, ticks, type TimeRange } from './range.js';
import type { Area, Caption, Pattern, Scene } from './scene.js';

/** Loudness of a recording over its length. */
export interface Waveform {
  /** Seconds. */
  readonly duration: number;
  /** Largest magnitude in each of as many equal parts, from 0 to 1. */
  readonly peaks: readonly number[];
}

export interface TimelineData {
  readonly hops: readonly Hop[];
  readonly waveform: Waveform | null;
  readonly range: TimeRange;
}

/** Room left and right of the plot, in pixels: half of what stands under its ends. */
export const MARGIN = 18;

const HEIGHTS = { heading: 28, name: 18, audio: 56, tone: 96, speech: 24, axis: 24, legend: 20, gap: 8 };

/** From the bottom up, so that worse is lower. */
const TONES: readonly Label[] = ['negative', 'neutral', 'positive'];
const PATTERNS: Partial<Record<Label, Pattern>> = { negative: 'hatch', positive: 'dots' };

/** Room that the three words of the legend need beside each other. */
const LEGEND = 240;

/** Pixels that one column needs to be seen, and one time under the axis to be read. */
const COLUMN = 2;
const TICK = 72;

/** Loudness, tone and speech over time. Each hop is drawn over the audio that was new in it; blank is too little speech. */
export function drawTimeline({ hops, waveform, range }: TimelineData, width: number, words: Words, heading = ''): Scene {
  const inner = Math.max(1, width - 2 * MARGIN);
  const x = (time: number) => MARGIN + (inner * (clamp(time, range.from, range.to) - range.from)) / (range.to - range.from);
  const shown = selectHops(hops, range, inner / COLUMN);
  const areas: Area[] = [];
  const captions: Caption[] = [];
  // Not on the edge, where the cursor begins.
  const beginning =
    words.dir === 'rtl' ? ({ x: width - MARGIN - 4, anchor: 'end' } as const) : ({ x: MARGIN + 4, anchor: 'start' } as const);
  let y = 0;

  const name = (text: string) => {
    captions.push({ text, ...beginning, y: y + 12, fill: 'muted' });
    y += HEIGHTS.name;
  };
  const row = (height: number, background: boolean) => {
    const top = y;
    if (background) areas.push({ path: box(MARGIN, top, inner, height), fill: 'sunken' });
    y += height + HEIGHTS.gap;
    return { top, height, bottom: top + height };
  };

  if (heading) {
    captions.push({ text: heading, ...beginning, y: 16, fill: 'text', bold: true });
    y += HEIGHTS.heading;
  }
  if (waveform) {
    name(words.say('audio'));
    const { top, height } = row(HEIGHTS.audio, false);
    areas.push({ path: wave(waveform, range, x, top, height), fill: 'wave' });
  }
  name(words.say('tone'));
  const tone = row(HEIGHTS.tone, true);
  areas.push(...stacks(shown, x, tone));
  name(words.say('speech'));
  const speech = row(HEIGHTS.speech, true);
  areas.push({ path: bars(shown, x, speech), fill: 'speech' });

  areas.push({ path: box(MARGIN, y - HEIGHTS.gap, inner, 1), fill: 'line' });
  for (const time of ticks(range, inner / TICK)) {
    areas.push({ path: box(x(time), y - HEIGHTS.gap, 1, 5), fill: 'line' });
    captions.push({ text: clock(time), x: x(time), y: y + 10, fill: 'muted', anchor: 'middle' });
  }
  y += HEIGHTS.axis;
  const columns = inner < LEGEND ? 1 : TONES.length;
  TONES.toReversed().forEach((label, i) => {
    const left = MARGIN + ((i % columns) * inner) / columns;
    const top = y + Math.floor(i / columns) * HEIGHTS.legend;
    areas.push({ path: box(left, top, 12, 12), fill: label, pattern: PATTERNS[label] });
    captions.push({ text: words.say(label), x: left + 18, y: top + 10, fill: 'text', anchor: 'start' });
  });
  const legend = (TONES.length / columns) * HEIGHTS.legend;
  return { width, height: y + legend, foot: HEIGHTS.axis + legend, areas, captions };
}

interface Row {
  readonly top: number;
  readonly height: number;
  readonly bottom: number;
}

type Scale = (time: number) => number;

/** The probabilities on top of each other, with a hair of the background between them. */
function stacks(hops: readonly Hop[], x: Scale, { height, bottom }: Row): Area[] {
  const paths: Record<Label, string> = { negative: '', neutral: '', positive: '' };
  for (const { from, to, scores } of hops) {
    let low = bottom;
    for (const label of scores ? TONES : []) {
      const tall = height * scores![label];
      if (tall > 1) paths[label] += box(x(from), low - tall + 1, x(to) - x(from), tall - 1);
      low -= tall;
    }
  }
  return TONES.map((label) => ({ path: paths[label], fill: label, pattern: PATTERNS[label] }));
}

function bars(hops: readonly Hop[], x: Scale, { height, bottom }: Row): string {
  return hops.map(({ from, to, speech }) => box(x(from), bottom - height * speech, x(to) - x(from), height * speech)).join('');
}

function wave({ duration, peaks }: Waveform, range: TimeRange, x: Scale, top: number, height: number): string {
  const step = duration / peaks.length;
  const middle = top + height / 2;
  const first = Math.max(0, Math.floor(range.from / step));
  const part = peaks.slice(first, Math.ceil(range.to / step));
  const point = (sign: number) => (peak: number, i: number) =>
    `${round(x((first + i + 0.5) * step))} ${round(middle + sign * Math.max(0.5, (peak * height) / 2))}`;
  const upper = part.map(point(-1));
  const lower = part.map(point(1)).toReversed();
  return part.length > 0 ? `M${[...upper, ...lower].join('L')}Z` : '';
}

/** On whole pixels, so that neighbours meet without a seam. */
function box(x: number, y: number, width: number, height: number): string {
  const [left, top] = [Math.round(x), Math.round(y)];
  const [wide, tall] = [Math.round(x + width) - left, Math.round(y + height) - top];
  return `M${left} ${top}h${wide}v${tall}h${-wide}z`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
