/** `undertone analyze FILE...`: the SDK in a headless browser on audio files, one JSON line for each hop, and reports; see `--help`. */
import { stat, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openAnalyzer } from '../analyze/analyzer.mjs';
import { readCommand, USAGE } from '../analyze/command-line.mjs';
import { problemOf, whyNotWritable } from '../analyze/outputs.mjs';
import { createReports } from '../analyze/reports.mjs';
import { openTerminal } from '../analyze/terminal.mjs';
import { describeTruncation } from '../analyze/truncation.mjs';

/** What is worth knowing of a file whose analysis is whole, with how it is done here. */
const ADVICE = { 'other-tracks': '', 'separate-speakers': ' Here: --channels separate.' };

/**
 * @param {string[]} words the command line behind `analyze`
 * @returns {Promise<number>} the exit code
 */
export async function run(words) {
  const command = readCommand(words);
  if (command.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command.problem) {
    process.stderr.write(`${command.problem}\n\n${USAGE}`);
    return 2;
  }
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));
  const terminal = openTerminal(process.stdout, process.stderr);
  await analyzeAll(command, terminal).catch((error) => terminal.fail(null, error.code ?? 'failed', error.message));
  return terminal.failed ? 1 : 0;
}

async function analyzeAll(command, terminal) {
  const { files, browser, model } = command;
  const problem = await whyNotWritable(command);
  if (problem) return terminal.fail(null, 'not-written', problem);
  terminal.say('By analysing a recording you state that its speakers were told and agree.');
  const onCapabilities = (found) => terminal.tell({ type: 'capabilities', ...found });
  const analyzer = await openAnalyzer({ browser, model, onCapabilities });
  const reports = await createReports(command);
  try {
    for (const [i, file] of files.entries()) {
      const whole = await analyze(analyzer, i, command, reports, terminal);
      if (!command.oneCall && whole) await write(reports.ofFile(i), file, terminal);
    }
    if (command.oneCall) await write(reports.ofCall(), null, terminal);
  } finally {
    await analyzer.close();
  }
}

/** Whether there is anything of the file to report on. */
async function analyze(analyzer, index, { files, channels }, reports, terminal) {
  const file = files[index];
  const path = resolve(file);
  const problem = await whyUnreadable(path);
  if (problem) {
    terminal.fail(file, 'unreadable', problem);
    return false;
  }
  const { summaries, warnings, error } = await analyzer.analyze(path, {
    channels,
    onTone: (event, progress) => {
      const { channel, window, recent, call, speech, inferenceMs, provider } = event;
      const { start, end } = window;
      terminal.print({ type: 'tone', file, channel, start, end, speech, window, recent, call, inferenceMs, provider });
      terminal.showProgress(progress, { number: index + 1, of: files.length });
      reports.add(index, event, analyzer.model);
    },
  });
  if (error) {
    terminal.fail(file, error.code, error.message);
    return false;
  }
  for (const { channel, duration, windows, recent, call } of summaries) {
    terminal.print({ type: 'summary', file, channel, duration, windows, recent, call });
  }
  for (const { code, message } of warnings) {
    if (code in ADVICE) terminal.tell({ type: 'warning', file, code, message: message + ADVICE[code] });
    else terminal.fail(file, code, message);
  }
  const truncation = await describeTruncation(path, summaries[0].duration);
  if (truncation) terminal.fail(file, 'truncated', `${truncation} What is there was analysed.`);
  return true;
}

async function write(outputs, file, terminal) {
  for (const { path, text } of outputs) {
    try {
      await writeFile(path, text);
      terminal.say(`Wrote ${basename(path)}.`);
    } catch (error) {
      terminal.fail(file, 'not-written', problemOf(error, path));
    }
  }
}

async function whyUnreadable(path) {
  try {
    return (await stat(path)).isFile() ? undefined : 'This is no file.';
  } catch (error) {
    return problemOf(error, path);
  }
}
