import { parseArgs } from 'node:util';

export const USAGE = `Usage: npx undertone analyze FILE... [--report OUT.html] [--json OUT] [--csv OUT] [--svg OUT]
         [--channels separate] [--one-call] [--name A --name B] [--title TEXT] [--browser PATH]
         [--model NAME]

Tells how recordings sound: runs Undertone in a headless Chromium, Chrome or Edge of this machine on
any audio file that it can decode (WAV, MP3, Opus, Vorbis, FLAC, AAC, ...), of any length. The audio
stays on this machine, and nothing but this machine can be reached by the browser meanwhile.

  --report OUT         write a report of the call, an HTML page that needs nothing else
  --json OUT           write the same as JSON; docs/report.md has its schema
  --csv OUT            write a table: one row for each window of each speaker
  --svg OUT            draw the timelines
                       Of several files, each of these goes to OUT-1, OUT-2, ... before its ending.
                       A file that is there is overwritten, unless it is one of the recordings
  --channels separate  each channel as a speaker of its own, for calls recorded with one side left
                       and the other right; by default all channels are heard as one (mix)
  --one-call           the files are the sides of one call, and begin together: one report of all
  --name A --name B    what the reports call the speakers, in their order
  --names A,B          the same in short, where no name holds a comma
  --title TEXT         what the reports are called; by default the name of the file
  --browser PATH       the browser to use; else CHROMIUM_PATH, CHROME_PATH, or what is installed
  --model NAME         another model than undertone-en-open, by the name of its files in dist/
  --help               this text

Standard output has one JSON object a line, and nothing else:
  {"type":"tone","file","start","end","speech","window","recent","call",...}  at each hop of 2.5 s
  {"type":"summary","file","duration","windows","recent","call",...}          at the end of a file
Of separate channels, each line has its "channel", and there is a summary of each. Times are seconds;
"label" and "scores" are null where there is too little speech.

Standard error has diagnostics, and for each failure {"type":"error","file","code","message"}; the
other files go on. Two failures keep no file from its analysis: "truncated" where it ends early or
cannot be decoded to its end, and "bad-samples" where it holds numbers that are no audio. What is
worth knowing and no failure is {"type":"warning","file","code","message"}: "separate-speakers"
where a recording looks like one for --channels separate, "other-tracks" where it has several.
Where it is a terminal, its last line says how much of the recording is analysed.

Exit code: 0 all is well, 1 something failed, 2 the command was not understood.
`;

const TEXT = { type: 'string' };
const OPTIONS = {
  report: TEXT,
  json: TEXT,
  csv: TEXT,
  svg: TEXT,
  channels: { type: 'string', default: 'mix' },
  'one-call': { type: 'boolean', default: false },
  name: { type: 'string', multiple: true },
  names: TEXT,
  title: TEXT,
  browser: TEXT,
  model: TEXT,
  help: { type: 'boolean', short: 'h' },
};

/**
 * @typedef {object} Command
 * @property {string[]} files
 * @property {'mix' | 'separate'} channels
 * @property {boolean} oneCall
 * @property {string[]} names
 * @property {string} [title]
 * @property {Record<'report' | 'json' | 'csv' | 'svg', string | undefined>} outputs paths as they were given
 * @property {string} [browser]
 * @property {string} [model]
 */

/** @returns {{ help: true } | { problem: string } | Command} */
export function readCommand(words) {
  try {
    const { values, positionals: files } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
    if (values.help) return { help: true };
    if (files.length === 0) return { problem: 'Name at least one audio file.' };
    const { report, json, csv, svg, channels, 'one-call': oneCall, title, browser, model } = values;
    if (!['mix', 'separate'].includes(channels)) return { problem: `--channels is mix or separate, not ${channels}.` };
    if (values.name && values.names !== undefined)
      return { problem: 'Give each name by --name, or all of them by --names, not both.' };
    const names = (values.name ?? values.names?.split(',') ?? []).map((name) => name.trim());
    return { files, channels, oneCall, names, title, outputs: { report, json, csv, svg }, browser, model };
  } catch (error) {
    return { problem: error.message };
  }
}
