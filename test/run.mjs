/** Runs all tests, or those whose path holds one of the arguments: `node test/run.mjs unit/ring browser/`. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../tools/browser.mjs';
import { writeFakeMicrophone } from './runner/fake-microphone.mjs';
import { runInBrowser } from './runner/in-browser.mjs';
import { runInNode } from './runner/in-node.mjs';

const filters = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
const chromium = ensureChromium();
const microphone = await writeFakeMicrophone(join(folder, 'microphone.wav'));

async function testFiles(suite) {
  const names = (await readdir(`test/${suite}`)).filter((name) => /\.test\.(ts|mjs)$/.test(name)).sort();
  const files = names.map((name) => `test/${suite}/${name}`);
  return filters.length === 0 ? files : files.filter((file) => filters.some((filter) => file.includes(filter)));
}

const suites = [
  ['unit', runInBrowser, { files: await testFiles('unit'), isolated: true }],
  ['browser, isolated', runInBrowser, { files: await testFiles('browser'), isolated: true }],
  ['browser, not isolated', runInBrowser, { files: await testFiles('browser'), isolated: false }],
  ['end to end', runInNode, { files: await testFiles('e2e') }],
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
