/** All entries of the packed package in one page, and one more above the index: they share one SDK. */
import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { rollup } from 'rollup';
import * as vite from 'vite';
import { bundle } from '../../tools/build/bundle.mjs';
import { CHROMIUM_ARGS } from '../../tools/browser.mjs';
import { ENTRIES } from '../../tools/build/entries.mjs';
import { packedApp } from '../runner/packed-app.mjs';
import { PATIENCE_MS } from '../support/eventually.mjs';

const EXPECTED = {
  provider: 'wasm',
  sharesErrors: true,
  chime: { taskId: 'a', detailStatus: 'VoiceToneAnalysisFailure' },
  webgpu: ['worker', 'runtime'],
  elements: 'function',
  calls: ['begins', 'ends'],
  report: true,
};

/** The app uses this itself, too: a bundler must not drop the SDK of the index where an entry brings its own. */
const OWN_USE = "\nimport { createUndertone } from 'undertone';\nglobalThis.createUndertone = createUndertone;\n";

/** The worker's script, as bundlers name it. */
const WORKER = /undertone\.worker-[\w-]+\.js\b/;

let app;
let browser;

before(async () => {
  app = await packedApp('test/entries');
  await appendFile(join(app.folder, 'main.js'), OWN_USE);
  await plantEntry(join(app.folder, 'node_modules', 'undertone'));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS, timeout: PATIENCE_MS });
});

after(async () => {
  await browser?.close();
  await app?.remove();
});

/** Adds the entry `undertone/planted` to the installed package, bundled as the package's own. */
async function plantEntry(installed) {
  const { output, ...input } = bundle({ planted: 'test/entries/planted.ts' }, { dir: join(installed, 'dist') });
  const bundled = await rollup(input);
  await bundled.write(output);
  await bundled.close();
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  manifest.exports['./planted'] = './dist/planted.js';
  await writeFile(join(installed, 'package.json'), JSON.stringify(manifest));
}

/** What the app's page answers, and how many workers it then has. */
async function tryPage(outDir, page) {
  const server = await vite.preview({ root: app.folder, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const tab = await browser.newPage();
  tab.setDefaultTimeout(PATIENCE_MS);
  try {
    await tab.goto(server.resolvedUrls.local[0] + page);
    await tab.waitForFunction(() => globalThis.tryEntries !== undefined);
    const answer = await tab.evaluate(() => globalThis.tryEntries());
    return { answer, workers: tab.workers().length };
  } finally {
    await tab.close();
    await server.close();
  }
}

test('one error class and one worker through a bundler', async () => {
  await vite.build({ root: app.folder, logLevel: 'error', build: { outDir: 'out' } });
  const assets = join(app.folder, 'out', 'assets');
  const scripts = (await readdir(assets)).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(scripts.map((file) => readFile(join(assets, file), 'utf8')));
  assert.equal(scripts.filter((file) => WORKER.test(file)).length, 1);
  // A second SDK names the worker again, though it is the same file.
  assert.equal(texts.flatMap((text) => text.match(new RegExp(WORKER, 'g')) ?? []).length, 1);
  assert.deepEqual(await tryPage('out', ''), { answer: EXPECTED, workers: 1 });
});

test('one error class and one worker without a bundler', async () => {
  const html = await readFile(join(app.folder, 'index.html'), 'utf8');
  const files = {
    undertone: 'index',
    ...Object.fromEntries(
      ['calls', 'chime', 'elements', 'livekit', 'report', 'webgpu', 'planted'].map((name) => [`undertone/${name}`, name]),
    ),
  };
  const imports = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, `./node_modules/undertone/dist/${file}.js`]),
  );
  await writeFile(
    join(app.folder, 'plain.html'),
    html.replace('<script', `<script type="importmap">${JSON.stringify({ imports })}</script><script`),
  );
  assert.deepEqual(await tryPage('.', 'plain.html'), { answer: EXPECTED, workers: 1 });
});

/** What each SDK has one of, so that a script with any of it holds one. */
const MARKS = [/\bclass UndertoneError\b/, /\bundertone\.worker\.js\b/];

/** Which of the marks are in the script at `file`. */
async function marksIn(file) {
  const script = await readFile(file, 'utf8');
  return MARKS.filter((mark) => mark.test(script));
}

test('only the index holds the SDK', async () => {
  const dist = join(app.folder, 'node_modules', 'undertone', 'dist');
  for (const name of [...Object.keys(ENTRIES), 'planted']) {
    assert.deepEqual(await marksIn(join(dist, `${name}.js`)), name === 'index' ? MARKS : [], name);
  }
});

test('an entry that holds an SDK of its own is found', async () => {
  const { output, ...input } = bundle({ planted: 'test/entries/planted.ts' }, { dir: join(app.folder, 'second') });
  const inside = { name: 'inside', resolveId: (id) => (id === 'undertone' ? resolve('src/index.ts') : null) };
  const bundled = await rollup({ ...input, external: [], plugins: [inside, ...input.plugins] });
  await bundled.write(output);
  await bundled.close();
  assert.deepEqual(await marksIn(join(app.folder, 'second', 'planted.js')), MARKS);
});
