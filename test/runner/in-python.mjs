import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { ENVIRONMENT, inEnvironment, MODELS } from '../../tools/python.mjs';

const PYTHON = inEnvironment('python');
const INTERPRETERS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
const IS_NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 11))';

/**
 * Runs test files with pytest, the smoke run among them, in a virtual environment of the packages that the model's stages need.
 * @param {{ files: string[], write?: (text: string) => void }} options `write` gets what the tests print
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runInPython({ files, write = (text) => process.stdout.write(text) }) {
  await installPackages(write);
  const report = `${ENVIRONMENT}/report.xml`;
  await rm(report, { force: true });
  const tests = files.map((file) => relative(MODELS, file));
  const status = await run(PYTHON, ['-m', 'pytest', '-q', `--junitxml=${report}`, ...tests], write, {
    cwd: MODELS,
    env: { ...process.env, UNDERTONE_SMOKE: '1', OMP_NUM_THREADS: '1' },
  });
  const counts = countTests(await readFile(report, 'utf8'));
  // Such as an interruption, which the report may not tell.
  return status > 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function installPackages(write) {
  const interpreter = await firstInterpreter();
  if (!interpreter) throw new Error('No Python 3.11 or newer: the tests of the models need one.');
  const steps = [
    [interpreter, ['-m', 'venv', ENVIRONMENT]],
    [PYTHON, ['-m', 'pip', 'install', '-qq', '--disable-pip-version-check', '-e', `${MODELS}[dev]`]],
  ];
  for (const [command, args] of steps) {
    if ((await run(command, args, write)) !== 0) throw new Error(`Failed: ${command} ${args.join(' ')}`);
  }
}

async function firstInterpreter() {
  for (const name of INTERPRETERS) {
    if ((await run(name, ['-c', IS_NEW_ENOUGH], () => {})) === 0) return name;
  }
}

/** The exit status; without one (no such program, a signal), 1. */
async function run(command, args, write, options) {
  const program = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [program.stdout, program.stderr]) stream.setEncoding('utf8').on('data', write);
  const [status] = await once(program, 'close').catch(() => [1]);
  return status ?? 1;
}

/** Of a report in the format of JUnit. What was skipped has not passed. */
function countTests(report) {
  const [suite] = report.match(/<testsuite .*?>/s);
  const [tests, skipped, failures, errors] = ['tests', 'skipped', 'failures', 'errors'].map((name) =>
    Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]),
  );
  return { passed: tests - skipped - failures - errors, failed: failures + errors };
}
