/** `npm run test:coverage`: which lines the tests in the browser run; a summary, and pages in `coverage/`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt } from './runner/build.mjs';
import { runInBrowser } from './runner/in-browser.mjs';
import { prepareBrowser } from './runner/prepare-browser.mjs';
import { chooseSuites } from './runner/suites.mjs';

const filters = process.argv.slice(2);
const suites = await chooseSuites(filters.length > 0 ? filters : ['test/unit/', 'test/browser/'], { models: false });
const files = new Set(
  suites.filter(({ run, options }) => run === runInBrowser && !options.react).flatMap((suite) => suite.files),
);
if (suites.some(({ needsBuild }) => needsBuild) && !(await isBuilt())) await build();

const folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
// In one run, so that there is one report.
const { passed, failed } = await runInBrowser({
  files: [...files],
  isolated: true,
  coverage: true,
  ...(await prepareBrowser(folder)),
});
await rm(folder, { recursive: true, force: true });
console.log(`Open coverage/index.html to see the lines.\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
