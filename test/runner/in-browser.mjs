import { relative } from 'node:path';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, startTestRunner } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { bundlePlugin } from '../../tools/bundle-plugin.mjs';
import { isolate } from '../../tools/serve.mjs';
import { AUTOPLAY, fakeMicrophoneArgs } from './chromium-args.mjs';
import { callSdks } from './call-sdks.mjs';
import { inlineWasm } from './inline-wasm.mjs';
import { neverAnswer, policyFromQuery, scriptAlone } from './middleware.mjs';
import { reactPlugin } from './react.mjs';
import { tellCauses } from './tell-causes.mjs';

/** Limits that only what hangs can reach, not what is slow. */
const TEST_TIMEOUT_MS = 300_000;
const FILE_TIMEOUT_MS = 1_800_000;

/** What ran on the page's own thread; the built script is counted by the sources that its map names. */
const COVERAGE = {
  include: ['src/**/*', 'worklets/**/*', 'dist/index.js'],
  reporters: ['html', 'lcovonly', 'text'],
  reportDir: 'coverage',
};

/**
 * Runs test files one after another, each in a fresh context: in Chromium, or in what `launcher` starts.
 * @param {{ files: string[], isolated: boolean, chromium?: string, microphone?: string, launcher?: object, react?: string, coverage?: boolean, define?: Record<string, string>, args?: string[] }} options
 *   `react`: which one the files are built with; `coverage`: whether to write into `coverage/` which lines were run; `define`: names that
 *   stand for a value in the tests; `args`: of the browser
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runInBrowser({
  files,
  isolated,
  chromium,
  microphone,
  args = [],
  launcher = chromiumLauncher(chromium, [...fakeMicrophoneArgs(microphone), AUTOPLAY, ...args]),
  react,
  coverage = false,
  define = {},
}) {
  const defined = { __ISOLATED__: String(isolated), ...define };
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      files,
      rootDir: process.cwd(),
      nodeResolve: true,
      concurrency: 1,
      coverage,
      coverageConfig: COVERAGE,
      browsers: [launcher],
      middleware: [...(isolated ? [isolate] : []), policyFromQuery, scriptAlone, neverAnswer],
      plugins: [
        inlineWasm,
        bundlePlugin('mediabunny'),
        ...callSdks,
        ...(react ? [reactPlugin(react, defined)] : []),
        esbuildPlugin({ ts: true, tsx: true, target: 'esnext', define: defined }),
        tellCauses,
      ],
      testFramework: { config: { timeout: TEST_TIMEOUT_MS } },
      testsStartTimeout: TEST_TIMEOUT_MS,
      browserStartTimeout: TEST_TIMEOUT_MS,
      testsFinishTimeout: FILE_TIMEOUT_MS,
      reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false })],
    },
  });
  await new Promise((resolve) => runner.on('stopped', resolve));
  const sessions = [...runner.sessions.all()];
  for (const { testFile, testResults } of sessions) {
    if (testResults) console.log(`${relative(process.cwd(), testFile)}: ${Math.round(secondsOf(testResults))} s`);
  }
  return sessions.map(countSession).reduce(add, { passed: 0, failed: 0 });
}

function chromiumLauncher(executablePath, args) {
  return playwrightLauncher({ product: 'chromium', concurrency: 1, launchOptions: { executablePath, args } });
}

function secondsOf({ suites, tests }) {
  const own = tests.reduce((sum, { duration = 0 }) => sum + duration / 1000, 0);
  return suites.reduce((sum, suite) => sum + secondsOf(suite), own);
}

/** A file that crashed, or in which nothing ran, counts as one failure more. */
function countSession({ testResults, passed: sessionPassed }) {
  const counts = testResults ? countSuite(testResults) : { passed: 0, failed: 0 };
  const crashed = counts.failed === 0 && (!sessionPassed || counts.passed === 0);
  return crashed ? { ...counts, failed: 1 } : counts;
}

function countSuite({ suites, tests }) {
  const own = {
    passed: tests.filter((test) => test.passed && !test.skipped).length,
    failed: tests.filter((test) => !test.passed && !test.skipped).length,
  };
  return suites.map(countSuite).reduce(add, own);
}

function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
