import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { ENVIRONMENT, inEnvironment, MODELS } from '../../tools/python.mjs';

const PYTHON = inEnvironment('python');
const INTERPRETERS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
const IS_NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 11))';

/**
 * Runs test files with pytest, the smoke run among them, in a virtual environment of the packages that the model's stages need.
 * @param {{ files: string[] }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runInPython({ files }) {
  installPackages();
  const report = `${ENVIRONMENT}/report.xml`;
  await rm(report, { force: true });
  const tests = files.map((file) => relative(MODELS, file));
  const status = run(PYTHON, ['-m', 'pytest', '-q', `--junitxml=${report}`, ...tests], {
    cwd: MODELS,
    env: { ...process.env, UNDERTONE_SMOKE: '1', OMP_NUM_THREADS: '1' },
  });
  const counts = countTests(await readFile(report, 'utf8'));
  // Such as an interruption, which the report may not tell.
  return status > 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function installPackages() {
  const interpreter = INTERPRETERS.find((name) => run(name, ['-c', IS_NEW_ENOUGH], { stdio: 'ignore' }) === 0);
  if (!interpreter) throw new Error('No Python 3.11 or newer: the tests of the models need one.');
  const steps = [
    [interpreter, ['-m', 'venv', ENVIRONMENT]],
    [PYTHON, ['-m', 'pip', 'install', '-qq', '--disable-pip-version-check', '-e', `${MODELS}[dev]`]],
  ];
  for (const [command, args] of steps) {
    if (run(command, args) !== 0) throw new Error(`Failed: ${command} ${args.join(' ')}`);
  }
}

/** The exit status; without one (no such program, a signal), 1. */
function run(command, args, options) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status ?? 1;
}

/** Of a report in the format of JUnit. What was skipped has not passed. */
function countTests(report) {
  const [suite] = report.match(/<testsuite .*?>/s);
  const [tests, skipped, failures, errors] = ['tests', 'skipped', 'failures', 'errors'].map((name) =>
    Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]),
  );
  return { passed: tests - skipped - failures - errors, failed: failures + errors };
}
