import { readdir } from 'node:fs/promises';
import { runElsewhere, runPagesElsewhere } from './browsers/elsewhere.mjs';
import { OFFLINE } from './chromium-args.mjs';
import { runInBrowser } from './in-browser.mjs';
import { runInNode } from './in-node.mjs';
import { runInPython } from './in-python.mjs';
import { runWithPeerServer } from './peer-server.mjs';
import { REACTS } from './react.mjs';

const TEST = /\.test\.(tsx?|mjs)$/;
const IN_PAGE = /\.test\.ts$/;
const FROM_OUTSIDE = /\.test\.mjs$/;
const PYTHON_TEST = /(^|\/)test_[^/]*\.py$/;

/** What they try is the same by shared memory and by messages, so these run once. */
const ALIKE_BY_BOTH = [
  'changing-sources',
  'files',
  'hostile-input',
  'loading',
  'pcm',
  'policy',
  'recordings',
  'report',
  'signals',
  'worker-protocol',
].map((name) => `test/browser/${name}.test.ts`);

/** What every browser has to do: the way from each source to an event, and that of a recording. */
const EVERYWHERE = ['capabilities', 'sources', 'local-track', 'recordings'];
const WITH_MESSAGES = ['capabilities', 'sources'];

/**
 * The suites of a browser other than Chromium.
 * @param {'Firefox' | 'WebKit'} browser
 * @param {{ files?: string[], sharing?: Record<string, string> }} [options] `files`: of `test/browser/` that only this one runs, besides;
 *   `sharing`: its environment where pages are to have shared memory
 */
function elsewhere(browser, { files = [], sharing = {} } = {}) {
  const named = (names) => names.map((name) => `test/browser/${name}.test.ts`);
  const faults = `test/expectation/${browser.toLowerCase()}`;
  const suite = { folder: 'test/browser', run: runElsewhere, needsBrowser: true, needsBuild: true, listens: true };
  return [
    { ...suite, name: browser, only: named([...EVERYWHERE, ...files]), options: { browser, isolated: true, env: sharing } },
    { ...suite, name: `${browser}, not isolated`, only: named(WITH_MESSAGES), options: { browser, isolated: false } },
    { ...suite, name: `${browser}, known faults`, folder: faults, pattern: IN_PAGE, options: { browser, isolated: true } },
    {
      ...suite,
      name: `${browser}, pages`,
      folders: ['test/browsers', faults],
      pattern: FROM_OUTSIDE,
      run: runPagesElsewhere,
      options: { browser },
    },
  ];
}

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
  {
    name: 'Chromium, known faults',
    folder: 'test/expectation/chromium',
    run: runInBrowser,
    options: { isolated: true, args: ['--js-flags=--expose-gc'] },
    needsBrowser: true,
    needsBuild: true,
    listens: true,
  },
  ...elsewhere('Firefox', { files: ['tracks'] }),
  ...elsewhere('WebKit', { sharing: { JSC_useSharedArrayBuffer: '1' } }),
  { name: 'models', folder: 'models/tests', pattern: PYTHON_TEST, run: runInPython, options: {} },
];

/**
 * The suites with the files whose path holds one of `filters`, or with all of their files if there is none. In a browser other than
 * Chromium, tests that run there too are run where its name is one of the filters.
 * @param {readonly string[]} filters
 * @param {{ models: boolean }} options whether the models' tests are run when no filter names them
 * @throws when a filter holds for no file
 */
export async function chooseSuites(filters, { models }) {
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ''));
  const found = await Promise.all(SUITES.map(async (suite) => ({ ...suite, files: await testFiles(suite) })));
  const browsers = wanted.filter((filter) => SUITES.some(({ options }) => options.browser === filter));
  const paths = wanted.filter((filter) => !browsers.includes(filter));
  for (const filter of paths) {
    if (!found.some(({ files }) => files.some((file) => file.includes(filter)))) {
      throw new Error(`No test file's path holds "${filter}". Paths are such as test/unit/ring/shared-ring.test.ts.`);
    }
  }
  if (wanted.length === 0) return found.filter(({ folder, files }) => files.length > 0 && (models || folder !== 'models/tests'));
  const isAskedFor = ({ options, only }, file) => {
    const named = browsers.includes(options.browser);
    if (paths.length === 0) return named;
    return paths.some((path) => file.includes(path)) && (named || (browsers.length === 0 && !only));
  };
  return found
    .map((suite) => ({ ...suite, files: suite.files.filter((file) => isAskedFor(suite, file)) }))
    .filter(({ files }) => files.length > 0);
}

async function testFiles({ folder, folders = [folder], pattern = TEST, only, except = [] }) {
  const inFolders = await Promise.all(
    folders.map(async (within) => {
      const names = await readdir(within, { recursive: true });
      return names.map((name) => `${within}/${name.replaceAll('\\', '/')}`);
    }),
  );
  return inFolders
    .flat()
    .filter((file) => pattern.test(file) && (only?.includes(file) ?? true) && !except.includes(file))
    .sort();
}
