import type { Label, Scores } from 'undertone';
import type { SpeakerReport, WindowReport } from '../report.js';
import { clock, TONES } from './words.js';

/** Units of the plot, which is stretched to the width that there is. */
const WIDTH = 1000;

/** Pixels, top down: numbers of turning points, a row for each tone, the speech, the times. */
const TOP = 20;
const ROW = 18;
const ROW_GAP = 4;
const SPEECH_TOP = TONES.length * (ROW + ROW_GAP) + 2;
const SPEECH = 14;
const PLOT = SPEECH_TOP + SPEECH;
const AXIS = 22;

export const LANE_HEIGHT = TOP + PLOT + AXIS;

/** Where the middle of each row is, for their names: the tones from the top, then the speech. */
export const ROW_MIDDLES = [...TONES.map((_, i) => TOP + i * (ROW + ROW_GAP) + ROW / 2), TOP + SPEECH_TOP + SPEECH / 2];

/** A screen shows no more. */
const MOST_COLUMNS = 800;

const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800];
const MOST_TICKS = 8;

/** How far apart what is written is at least, as shares of the width: numbers of turning points, and on phones times as well. */
const NUMBERS_APART = 0.03;
const NUMBERS_APART_ON_PHONES = 0.1;
const TIMES_APART_ON_PHONES = 0.4;

/** For `LANE_STYLE`'s hatching: once a document. */
export const HATCHING =
  '<pattern id="unheard" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7L7-1M-1 1L1-1M5 7L7 5" class="hatch"/></pattern>';

/** What is beside each other in the drawing: one window, or several of a long call. */
interface Column {
  readonly from: number;
  readonly to: number;
  /** Mean of the last 30 s where somebody spoke. */
  readonly scores: Scores | null;
  /** Seconds of speech. */
  readonly speechSeconds: number;
}

/** The timeline of one speaker, as the content of an SVG that is `LANE_HEIGHT` high and has any width. */
export function drawLane(speaker: SpeakerReport, duration: number): string {
  const x = (seconds: number) => round((WIDTH * seconds) / Math.max(duration, 1e-3));
  const columns = toColumns(speaker.windows);
  const block = (from: number, to: number, y: number, height: number) =>
    `M${x(from)} ${round(y)}H${x(to)}V${round(y + height)}H${x(from)}Z`;
  const rows = TONES.flatMap((label, i) => {
    const bottom = i * (ROW + ROW_GAP) + ROW;
    const bars = (wins: boolean) =>
      columns
        .filter(({ scores }) => scores && (best(scores) === label) === wins)
        .map(({ from, to, scores }) => block(from, to, bottom - ROW * scores![label], ROW * scores![label]))
        .join('');
    return [
      `<path class="row" d="M0 ${bottom}H${WIDTH}"/>`,
      `<path class="other ${label}" d="${bars(false)}"/>`,
      `<path class="${label}" d="${bars(true)}"/>`,
    ];
  });
  const floor = SPEECH_TOP + SPEECH;
  const speech = columns
    .filter(({ speechSeconds }) => speechSeconds > 0)
    .map(({ from, to, speechSeconds }) => {
      const height = SPEECH * Math.min(1, speechSeconds / (to - from));
      return block(from, to, floor - height, height);
    });
  const missing = speaker.unheard
    .filter(({ reason }) => reason !== 'no-speech')
    .map(({ from, to }) => block(from, to, SPEECH_TOP, SPEECH));
  return `<svg class="plot" y="${TOP}" width="100%" height="${PLOT}" viewBox="0 0 ${WIDTH} ${PLOT}" preserveAspectRatio="none">
${rows.join('\n')}
<path class="row" d="M0 ${floor}H${WIDTH}"/>
<path class="speech" d="${speech.join('')}"/>
<path class="missing" d="${missing.join('')}"/>
</svg>
${marks(speaker.turningPoints.map(({ at }) => at / duration)).join('\n')}
${ticks(duration).join('\n')}`;
}

/** A multiple of a second, a minute or an hour, of which at most `most` are in `duration`. */
export function stepOf(duration: number, most: number, steps: readonly number[] = STEPS): number {
  return steps.find((step) => duration / step <= most) ?? steps.at(-1)!;
}

/** A line for each; of numbers that would lie over each other the first stays. */
function marks(shares: readonly number[]): string[] {
  const shown = apart(shares, NUMBERS_APART);
  const onPhones = apart(shares, NUMBERS_APART_ON_PHONES);
  return shares.map((share, i) => {
    const x = place(share);
    const line = `<line class="turn" x1="${x}" x2="${x}" y1="${TOP - 4}" y2="${TOP + PLOT}"/>`;
    if (!shown.has(share)) return line;
    return `${line}<text class="turn${onPhones.has(share) ? '' : ' wide'}" x="${x}" y="${TOP - 7}" text-anchor="middle">${i + 1}</text>`;
  });
}

/** Those of ascending `shares` that are at least `least` from the one before that is kept. */
function apart(shares: readonly number[], least: number): Set<number> {
  const kept = new Set<number>();
  let last = -Infinity;
  for (const share of shares) {
    if (share - last < least) continue;
    kept.add(share);
    last = share;
  }
  return kept;
}

function ticks(duration: number): string[] {
  const step = stepOf(duration, MOST_TICKS);
  const times = Array.from({ length: Math.floor(duration / step + 1e-6) + 1 }, (_, i) => i * step);
  const shareOf = (time: number) => (duration > 0 ? time / duration : 0);
  const onPhones = apart(times.map(shareOf), TIMES_APART_ON_PHONES);
  return times.map((time) => {
    const share = shareOf(time);
    return `<text class="time${onPhones.has(share) ? '' : ' wide'}" x="${place(share)}" y="${TOP + PLOT + 16}" text-anchor="${anchor(share)}">${clock(time)}</text>`;
  });
}

const place = (share: number) => `${round(100 * share)}%`;

/** Words at either edge stay within it. */
function anchor(share: number): string {
  if (share < 0.02) return 'start';
  return share > 0.97 ? 'end' : 'middle';
}

/** Of a call that has more windows than a screen has columns, neighbours are one column; never beyond what is missing. */
function toColumns(windows: readonly WindowReport[]): Column[] {
  const most = Math.ceil(windows.length / MOST_COLUMNS);
  const groups: WindowReport[][] = [];
  for (const window of windows) {
    const last = groups.at(-1);
    const joins = last && last.length < most && window.freshStart <= last.at(-1)!.end;
    if (joins) last.push(window);
    else groups.push([window]);
  }
  return groups.map((group) => {
    const spoken = group.filter(({ freshSpeechSeconds, recent }) => freshSpeechSeconds > 0 && recent.scores);
    const total = spoken.reduce((sum, { freshSpeechSeconds }) => sum + freshSpeechSeconds, 0);
    const mean = (label: Label) =>
      spoken.reduce((sum, { recent, freshSpeechSeconds }) => sum + recent.scores![label] * freshSpeechSeconds, 0) / total;
    return {
      from: group[0]!.freshStart,
      to: group.at(-1)!.end,
      scores: total > 0 ? { negative: mean('negative'), neutral: mean('neutral'), positive: mean('positive') } : null,
      speechSeconds: group.reduce((sum, { freshSpeechSeconds }) => sum + freshSpeechSeconds, 0),
    };
  });
}

const best = (scores: Scores) => TONES.reduce((top, label) => (scores[label] > scores[top] ? label : top));

const round = (value: number) => Number(value.toFixed(2));
