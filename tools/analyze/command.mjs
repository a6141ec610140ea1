import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run -s analyze -- FILE... [--svg OUT] [--model NAME]

Tells how recordings sound: runs Undertone in headless Chromium on any audio file that it can
decode (WAV, MP3, Opus, Vorbis, FLAC, AAC, ...). The audio stays on this machine.

  --svg OUT     also draw the timeline; of several files, to OUT-1.svg, OUT-2.svg, ...
  --model NAME  another model than undertone-en-open, by the name of its files in dist/
  --help        this text

Standard output has one JSON object a line, and nothing else (npm adds its own banner without -s):
  {"type":"tone","file","start","end","speech","window","recent","call",...}  at each hop of 2.5 s
  {"type":"summary","file","duration","windows","recent","call",...}          at the end of a file
Times are seconds; "label" and "scores" are null where there is too little speech.

Standard error has diagnostics, and for each failure {"type":"error","file","code","message"}; the
other files go on. Two failures keep no file from its analysis: "truncated" where it ends early, and
"bad-samples" where it holds numbers that are no audio.

Exit code: 0 all is well, 1 something failed, 2 the command was not understood.
`;

/** @returns {{ help?: true, problem?: string, files?: string[], svg?: string, model?: string }} */
export function readCommand(words) {
  const options = { svg: { type: 'string' }, model: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    if (values.help) return { help: true };
    if (positionals.length === 0) return { problem: 'Name at least one audio file.' };
    return { files: positionals, svg: values.svg, model: values.model };
  } catch (error) {
    return { problem: error.message };
  }
}
