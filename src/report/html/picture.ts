import type { ToneLog } from '../log.js';
import { drawLane, HATCHING, LANE_HEIGHT, ROW_MIDDLES } from './lane.js';
import { escape } from './markup.js';
import { PICTURE_STYLE } from './style.js';
import { percent, TONE_WORDS, TONES, withoutTone } from './words.js';

/** Options of `toSvg()`. */
export interface SvgOptions {
  /** Above the drawing. Default "Tone of a call". */
  title?: string;
}

const WIDTH = 1080;
const MARGIN = 20;
const NAMES_WIDTH = 80;
const HEAD = 56;
const NAME_HEIGHT = 28;

/** Of names and the title: lines of an SVG do not break, and these have to leave room for the tone behind them. */
const MAX_LETTERS = 60;
const BEGINNING = new RegExp(`^.{0,${MAX_LETTERS - 1}}`, 'su');

/** The timelines of all speakers under each other, as an SVG that stands alone, on white. */
export function toSvg(log: ToneLog, options: SvgOptions = {}): string {
  const { title = 'Tone of a call' } = options;
  const { speakers, duration } = log.report();
  const lanes = speakers.map((speaker, i) => {
    const top = HEAD + i * (NAME_HEIGHT + LANE_HEIGHT);
    const { label, scores, reason } = speaker.call;
    const call = label && scores ? `${TONE_WORDS[label]} ${percent(scores[label])}` : withoutTone(reason);
    const names = [...TONES.map((tone) => TONE_WORDS[tone]), 'Speech'].map(
      (name, row) => `<text x="${MARGIN}" y="${top + NAME_HEIGHT + ROW_MIDDLES[row]! + 4}">${name}</text>`,
    );
    return `<text class="name" x="${MARGIN}" y="${top + 18}">${short(speaker.name)}: ${call}</text>
${names.join('\n')}
<svg x="${MARGIN + NAMES_WIDTH}" y="${top + NAME_HEIGHT}" width="${WIDTH - 2 * MARGIN - NAMES_WIDTH}" height="${LANE_HEIGHT}" overflow="visible">
${drawLane(speaker, duration)}
</svg>`;
  });
  const height = HEAD + speakers.length * (NAME_HEIGHT + LANE_HEIGHT) + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<style>${PICTURE_STYLE}</style>
<defs>${HATCHING}</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<text class="title" x="${MARGIN}" y="34">${short(title)}</text>
${lanes.join('\n')}
</svg>
`;
}

/** Text that fits a line, with the whole of a longer one for who points at it. */
function short(text: string): string {
  if (text.length <= MAX_LETTERS) return escape(text);
  // By code points, so that no emoji is cut through.
  const start = text.match(BEGINNING)![0];
  return `<title>${escape(text)}</title>${escape(start)}…`;
}
