import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run -s analyze -- FILE... [--channels separate] [--svg OUT] [--model NAME]

Tells how recordings sound: runs Undertone in headless Chromium on any audio file that it can
decode (WAV, MP3, Opus, Vorbis, FLAC, AAC, ...), of any length. The audio stays on this machine.

  --channels separate  each channel as a speaker of its own, for calls recorded with one side left
                       and the other right; by default all channels are heard as one (mix)
  --svg OUT            also draw the timeline; of several files, to OUT-1.svg, OUT-2.svg, ..., and
                       of separate channels, to OUT-channel-0.svg, OUT-channel-1.svg, ...
  --model NAME         another model than undertone-en-open, by the name of its files in dist/
  --help               this text

Standard output has one JSON object a line, and nothing else (npm adds its own banner without -s):
  {"type":"tone","file","start","end","speech","window","recent","call",...}  at each hop of 2.5 s
  {"type":"summary","file","duration","windows","recent","call",...}          at the end of a file
Of separate channels, each line has its "channel", and there is a summary of each. Times are seconds;
"label" and "scores" are null where there is too little speech.

Standard error has diagnostics, and for each failure {"type":"error","file","code","message"}; the
other files go on. Two failures keep no file from its analysis: "truncated" where it ends early or
cannot be decoded to its end, and "bad-samples" where it holds numbers that are no audio. What is
worth knowing and no failure is {"type":"warning","file","code","message"}: "separate-speakers"
where a recording looks like one for --channels separate, "other-tracks" where it has several.

Exit code: 0 all is well, 1 something failed, 2 the command was not understood.
`;

/** @returns {{ help?: true, problem?: string, files?: string[], channels?: 'mix' | 'separate', svg?: string, model?: string }} */
export function readCommand(words) {
  const options = {
    channels: { type: 'string', default: 'mix' },
    svg: { type: 'string' },
    model: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  };
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    if (values.help) return { help: true };
    if (positionals.length === 0) return { problem: 'Name at least one audio file.' };
    const { channels, svg, model } = values;
    if (!['mix', 'separate'].includes(channels)) return { problem: `--channels is mix or separate, not ${channels}.` };
    return { files: positionals, channels, svg, model };
  } catch (error) {
    return { problem: error.message };
  }
}
