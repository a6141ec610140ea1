import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** Of a whole file: node:test gives its limit to files, not to the tests in them. */
const FILE_TIMEOUT_MS = 1_800_000;

/**
 * Runs test files one after another with node:test; those that drive browsers of their own find one in the environment.
 * @param {{ files: string[], chromium?: string, microphone?: string }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runInNode({ files, chromium, microphone }) {
  const counts = { passed: 0, failed: 0 };
  if (chromium) Object.assign(process.env, { CHROMIUM_PATH: chromium, FAKE_MICROPHONE: microphone });
  const events = run({ files, concurrency: 1, timeout: FILE_TIMEOUT_MS });
  const count = (outcome) => (event) => {
    if (event.details.type !== 'suite') counts[outcome]++;
  };
  events.on('test:pass', count('passed'));
  events.on('test:fail', count('failed'));
  const report = events.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await finished(report);
  return counts;
}
