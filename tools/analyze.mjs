/** `npm run analyze`: the SDK in headless Chromium on audio files, one JSON line for each hop; see `--help`. */
import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommand, USAGE } from './analyze/command.mjs';
import { openAnalyzer } from './analyze/analyzer.mjs';
import { describeTruncation } from './analyze/truncation.mjs';

/** npm runs scripts in the package's folder; paths are meant from where the user is. */
const userFolder = process.env.npm_lifecycle_event === 'analyze' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** What is worth knowing of a file whose analysis is whole, with how it is done here. */
const ADVICE = { 'other-tracks': '', 'separate-speakers': ' Here: --channels separate.' };

function warn(file, code, message) {
  process.stderr.write(`${JSON.stringify({ type: 'warning', file, code, message: message + ADVICE[code] })}\n`);
}

function fail(file, code, message) {
  process.exitCode = 1;
  process.stderr.write(`${JSON.stringify({ type: 'error', file, code, message })}\n`);
}

const command = readCommand(process.argv.slice(2));
if (command.help) {
  process.stdout.write(USAGE);
} else if (command.problem) {
  process.stderr.write(`${command.problem}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  await run(command).catch((error) => fail(null, error.code ?? 'failed', error.message));
}

async function run({ files, channels, svg, model }) {
  process.stderr.write('By analysing a recording you state that its speakers were told and agree.\n');
  const analyzer = await openAnalyzer({ model });
  try {
    for (const [i, file] of files.entries()) {
      const svgPath = svg && resolve(userFolder, files.length > 1 ? numbered(svg, i + 1) : svg);
      await analyze(analyzer, file, channels, svgPath);
    }
  } finally {
    await analyzer.close();
  }
}

async function analyze(analyzer, file, channels, svgPath) {
  const path = resolve(userFolder, file);
  const problem = await whyUnreadable(path);
  if (problem) return fail(file, 'unreadable', problem);
  const { summaries, warnings, error, svgs } = await analyzer.analyze(path, {
    onTone: ({ channel, window, recent, call, speech, inferenceMs, provider }) =>
      print({
        type: 'tone',
        file,
        channel,
        start: window.start,
        end: window.end,
        speech,
        window,
        recent,
        call,
        inferenceMs,
        provider,
      }),
    channels,
    caption: svgPath && basename(path),
  });
  if (error) return fail(file, error.code, error.message);
  for (const { channel, duration, windows, recent, call } of summaries) {
    print({ type: 'summary', file, channel, duration, windows, recent, call });
  }
  for (const [i, svg] of svgs.entries()) {
    const to = channels === 'separate' ? numbered(svgPath, `channel-${i}`) : svgPath;
    await writeFile(to, svg).catch(({ message }) => fail(file, 'not-drawn', message));
  }
  for (const { code, message } of warnings) (code in ADVICE ? warn : fail)(file, code, message);
  const truncation = await describeTruncation(path, summaries[0].duration);
  if (truncation) fail(file, 'truncated', `${truncation} What is there was analysed.`);
}

async function whyUnreadable(path) {
  try {
    return (await stat(path)).isFile() ? undefined : 'This is no file.';
  } catch (error) {
    return error.code === 'ENOENT' ? 'There is no such file.' : error.message;
  }
}

/** `out.svg` as `out-2.svg`, say. */
function numbered(path, number) {
  return /\.svg$/i.test(path) ? path.replace(/\.svg$/i, `-${number}.svg`) : `${path}-${number}`;
}
