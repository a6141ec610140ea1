/**
 * Runs all tests, or those whose path holds one of the arguments: `node test/run.mjs unit/ring browser/`.
 * Those of the models are run only with UNDERTONE_MODELS=1: they need Python, its packages and minutes.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../tools/browser.mjs';
import { writeFakeMicrophone } from './runner/fake-microphone.mjs';
import { runInBrowser } from './runner/in-browser.mjs';
import { runInNode } from './runner/in-node.mjs';
import { runInPython } from './runner/in-python.mjs';

const filters = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
const chromium = ensureChromium();
const microphone = await writeFakeMicrophone(join(folder, 'microphone.wav'));

async function testFiles(folder, pattern = /\.test\.(ts|mjs)$/) {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  const files = names.map((name) => `${folder}/${name}`);
  return filters.length === 0 ? files : files.filter((file) => filters.some((filter) => file.includes(filter)));
}

const suites = [
  ['unit', runInBrowser, { files: await testFiles('test/unit'), isolated: true }],
  ['browser, isolated', runInBrowser, { files: await testFiles('test/browser'), isolated: true }],
  ['browser, not isolated', runInBrowser, { files: await testFiles('test/browser'), isolated: false }],
  ['end to end', runInNode, { files: await testFiles('test/e2e') }],
  ['models', runInPython, { files: process.env.UNDERTONE_MODELS === '1' ? await testFiles('models/tests', /^test_.*\.py$/) : [] }],
];

const total = { passed: 0, failed: 0 };
for (const [name, run, options] of suites) {
  if (options.files.length === 0) continue;
  console.log(`\n=== ${name}`);
  const { passed, failed } = await run({ ...options, chromium, microphone }).catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  console.log(`=== ${name}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
}

await rm(folder, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
