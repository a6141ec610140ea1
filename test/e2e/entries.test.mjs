/** All entries of the packed package in one page, and one more above the index: they share one SDK. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
};

let app;
let browser;

before(async () => {
  app = await packedApp('test/entries');
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
  const assets = await readdir(join(app.folder, 'out', 'assets'));
  assert.equal(assets.filter((file) => /^undertone\.worker-.*\.js$/.test(file)).length, 1);
  assert.deepEqual(await tryPage('out', ''), { answer: EXPECTED, workers: 1 });
});

test('one error class and one worker without a bundler', async () => {
  const html = await readFile(join(app.folder, 'index.html'), 'utf8');
  const files = {
    undertone: 'index',
    ...Object.fromEntries(['chime', 'webgpu', 'planted'].map((name) => [`undertone/${name}`, name])),
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

test('only the index holds the SDK', async () => {
  for (const name of Object.keys(ENTRIES)) {
    const script = await readFile(join(app.folder, 'node_modules', 'undertone', 'dist', `${name}.js`), 'utf8');
    assert.equal(/class UndertoneError|undertone\.worker\.js/.test(script), name === 'index', name);
  }
});
