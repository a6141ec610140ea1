import type { ToneLog } from './log.js';
import type { SpeakerReport, ToneReport, ToneOfStretch, WindowReport } from './report.js';

type Cell = string | number | null;

/** The columns, and what stands in them. */
const COLUMNS: Record<string, (window: WindowReport, speaker: SpeakerReport, report: ToneReport) => Cell> = {
  speaker: (_, { name }) => name,
  channel: (_, { channel }) => channel,
  start: ({ start }) => seconds(start),
  fresh_start: ({ freshStart }) => seconds(freshStart),
  end: ({ end }) => seconds(end),
  time: ({ end }, _, { startedAt }) => startedAt && new Date(Date.parse(startedAt) + 1000 * end).toISOString(),
  speech: ({ speech }) => rounded(speech),
  fresh_speech_seconds: ({ freshSpeechSeconds }) => seconds(freshSpeechSeconds),
  unheard: ({ unheard }) => unheard,
  ...toneColumns('window', ({ window }) => window),
  ...toneColumns('recent', ({ recent }) => recent),
};

function toneColumns(prefix: string, of: (window: WindowReport) => ToneOfStretch): typeof COLUMNS {
  const score = (label: 'negative' | 'neutral' | 'positive') => (window: WindowReport) => {
    const { scores } = of(window);
    return scores && rounded(scores[label]);
  };
  return {
    [`${prefix}_label`]: (window) => of(window).label,
    [`${prefix}_negative`]: score('negative'),
    [`${prefix}_neutral`]: score('neutral'),
    [`${prefix}_positive`]: score('positive'),
    [`${prefix}_reason`]: (window) => of(window).reason,
  };
}

/** A spreadsheet takes text that begins so for a formula, and runs it. */
const FORMULA = /^[\s=+\-@|%]/u;

/** What RFC 4180 wants in quotes. */
const QUOTED = /[",\r\n]/;

/**
 * One row for each window of each speaker, as RFC 4180 has it: a header, commas, CRLF. What there is not, a label of silence for one, is
 * an empty cell. A name that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function toCsv(log: ToneLog): string {
  const report = log.report();
  const columns = Object.entries(COLUMNS);
  const rows = report.speakers.flatMap((speaker) =>
    speaker.windows.map((window) => columns.map(([, cell]) => cell(window, speaker, report))),
  );
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.map(write).join(',')}\r\n`).join('');
}

function write(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** To a millisecond, which is what a spreadsheet can be read at. */
function seconds(value: number): number {
  return Number(value.toFixed(3));
}

function rounded(probability: number): number {
  return Number(probability.toFixed(4));
}
