/**
 * `npm run hosts [-- NAME...]`: the packed package in other people's bundlers, frameworks and test runners, each installed in a folder
 * of its own from the registry. It is no part of `npm test`, as it fetches hundreds of megabytes.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHost } from './runner/hosts/install-host.mjs';
import { openBrowser } from './runner/hosts/try-app.mjs';
import { tryWays } from './runner/hosts/ways.mjs';
import { packedApp } from './runner/packed-app.mjs';
import { prepareBrowser } from './runner/prepare-browser.mjs';

const folders = await readdir('test/hosts', { withFileTypes: true });
const all = folders.filter((entry) => entry.isDirectory() && entry.name !== 'app').map(({ name }) => name);
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no test/hosts/${unknown[0]}. There are ${all.join(', ')}.`);
  process.exit(2);
}

const work = await mkdtemp(join(tmpdir(), 'undertone-hosts-'));
const { chromium, microphone } = await prepareBrowser(work);
Object.assign(process.env, { CHROMIUM_PATH: chromium, FAKE_MICROPHONE: microphone });
const packed = await packedApp();
const browser = await openBrowser();
const rows = [];
try {
  for (const name of names) {
    console.log(`\n=== ${name}`);
    const host = await installHost(name, packed.tarball, join(work, name));
    for await (const result of tryWays(host, browser)) {
      console.log(`${result.way}: ${result.problem ?? 'ok'}`);
      rows.push({ host: name, ...result, problem: result.problem?.split('\n')[0] ?? '' });
    }
    await rm(host.folder, { recursive: true, force: true });
  }
} finally {
  await browser.close();
  await packed.remove();
  await rm(work, { recursive: true, force: true });
}
console.table(rows);
process.exit(rows.some(({ problem }) => problem) ? 1 : 0);
