import { readdir } from 'node:fs/promises';
import { OFFLINE } from './chromium-args.mjs';
import { runInBrowser } from './in-browser.mjs';
import { runInNode } from './in-node.mjs';
import { runInPython } from './in-python.mjs';
import { runWithPeerServer } from './peer-server.mjs';
import { REACTS } from './react.mjs';

const TEST = /\.test\.(tsx?|mjs)$/;
const PYTHON_TEST = /(^|\/)test_[^/]*\.py$/;

/** What they try is the same by shared memory and by messages, so these run once. */
const ALIKE_BY_BOTH = ['files', 'recordings', 'pcm', 'report', 'hostile-input', 'worker-protocol', 'signals', 'policy'].map(
  (name) => `test/browser/${name}.test.ts`,
);

/** In the order in which they run. Those that `listens` hear audio at its pace: nothing else is to run beside them. */
const SUITES = [
  { name: 'unit', folder: 'test/unit', run: runInBrowser, options: { isolated: true }, needsBrowser: true },
  { name: 'checks', folder: 'test/checks', run: runInNode, options: {} },
  { name: 'end to end', folder: 'test/e2e', run: runInNode, options: {}, needsBrowser: true, needsBuild: true },
  {
    name: 'browser, isolated',
    folder: 'test/browser',
    run: runInBrowser,
    options: { isolated: true },
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  },
  {
    name: 'browser, not isolated',
    folder: 'test/browser',
    run: runInBrowser,
    except: ALIKE_BY_BOTH,
    options: { isolated: false },
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  },
  {
    name: 'adapters',
    folder: 'test/adapters',
    run: runWithPeerServer,
    // As the pages of most call SDKs are. They are not to reach their services.
    options: { isolated: false, args: [OFFLINE] },
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  },
  ...REACTS.map((react) => ({
    name: `React ${react}`,
    folder: 'test/react',
    run: runInBrowser,
    options: { isolated: true, react },
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  })),
  {
    name: 'endurance',
    folder: 'test/endurance',
    run: runInNode,
    options: {},
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  },
  { name: 'models', folder: 'models/tests', pattern: PYTHON_TEST, run: runInPython, options: {} },
];

/**
 * The suites with the files whose path holds one of `filters`, or with all of their files if there is none.
 * @param {readonly string[]} filters
 * @param {{ models: boolean }} options whether the models' tests are run when no filter names them
 * @throws when a filter holds for no file
 */
export async function chooseSuites(filters, { models }) {
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ''));
  const found = await Promise.all(SUITES.map(async (suite) => ({ ...suite, files: await testFiles(suite) })));
  for (const filter of wanted) {
    if (!found.some(({ files }) => files.some((file) => file.includes(filter)))) {
      throw new Error(`No test file's path holds "${filter}". Paths are such as test/unit/ring/shared-ring.test.ts.`);
    }
  }
  if (wanted.length === 0) return found.filter(({ folder, files }) => files.length > 0 && (models || folder !== 'models/tests'));
  return found
    .map((suite) => ({ ...suite, files: suite.files.filter((file) => wanted.some((filter) => file.includes(filter))) }))
    .filter(({ files }) => files.length > 0);
}

async function testFiles({ folder, pattern = TEST, except = [] }) {
  const names = await readdir(folder, { recursive: true });
  return names
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => pattern.test(file) && !except.includes(file))
    .sort();
}
