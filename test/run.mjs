/**
 * `node test/run.mjs` runs every check and every test; `node test/run.mjs unit/ring browser/` runs the tests whose path
 * holds one of the arguments, and builds only what they need. Without arguments, the tests of the models are run only with
 * UNDERTONE_MODELS=1: they need Python, its packages and minutes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt } from './runner/build.mjs';
import { chooseSuites } from './runner/suites.mjs';
import { CHECKS, runScript } from './runner/checks.mjs';
import { prepareBrowser } from './runner/prepare-browser.mjs';

const filters = process.argv.slice(2);
const everything = filters.length === 0;
const suites = await chooseSuites(filters, { models: process.env.UNDERTONE_MODELS === '1' }).catch(({ message }) => {
  console.error(message);
  process.exit(2);
});
const folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs what counts passed and failed tests, or says why its files are skipped, and whether none failed. */
async function step(name, run, files = []) {
  console.log(`\n=== ${name}`);
  const began = Date.now();
  const { passed, failed, skipped } = await run().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  const found = skipped ? `${inFiles(files.length)} skipped: ${skipped}` : `${passed} passed, ${failed} failed`;
  console.log(`=== ${name}: ${found}, ${Math.round((Date.now() - began) / 1000)} s`);
  total.passed += passed;
  total.failed += failed;
  if (skipped) total.skipped += files.length;
  return failed === 0;
}

function inFiles(count) {
  return `${count} file${count === 1 ? '' : 's'}`;
}

/** Tests of the models keep no pace: they run beside what keeps hardly any, and end before the suites that listen begin. */
const models = suites.find(({ name }) => name === 'models');
const printed = [];
const ofModels = everything && models ? models.run({ files: models.files, write: (text) => printed.push(text) }) : undefined;
ofModels?.catch(() => {});

if (everything) {
  for (const script of CHECKS) await step(script, () => runScript(script));
}
const mustBuild = suites.some(({ needsBuild }) => needsBuild) && (everything || !(await isBuilt()));
const built = !mustBuild || (await step('build', build));

let modelsEnded = !ofModels;
async function endModels() {
  if (modelsEnded) return;
  modelsEnded = true;
  await step('models', () => ofModels.finally(() => process.stdout.write(printed.join(''))));
}

const browser = suites.some(({ needsBrowser }) => needsBrowser) ? await prepareBrowser(folder) : {};
for (const { name, run, files, options, needsBuild, listens } of suites.filter((suite) => !ofModels || suite !== models)) {
  if (listens) await endModels();
  if (needsBuild && !built) continue;
  await step(name, () => run({ files, ...browser, ...options }), files);
}
await endModels();

await rm(folder, { recursive: true, force: true });
const { passed, failed, skipped } = total;
if (skipped > 0) console.log(`${inFiles(skipped)} skipped (above is why)`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed + skipped === 0 ? 1 : 0);
