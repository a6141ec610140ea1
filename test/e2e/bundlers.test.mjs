/** The packed package in an app, as users meet it: through bundlers, and with none. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';
import { ISOLATED } from '../runner/hosts/serve-strictly.mjs';
import { heard, openBrowser, tryApp, tryFolder } from '../runner/hosts/try-app.mjs';
import { packedApp } from '../runner/packed-app.mjs';

const run = promisify(execFile);

/** Where the package is installed, in the app. */
const UNDERTONE = 'node_modules/undertone';

let packed;
let app;
let browser;

before(async () => {
  packed = await packedApp('test/hosts/app');
  app = packed.folder;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await packed?.remove();
});

/** Some hosts take no file above 25 MiB; the WebGPU runtime is one, and is for those who ask for it. */
async function expectToFitHosts(folder) {
  const files = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(files.map(async (file) => [file, (await stat(join(folder, file))).size]));
  assert.deepEqual(
    sizes.filter(([, size]) => size > 25 * 2 ** 20),
    [],
  );
}

test('a Vite build runs under a strict Content-Security-Policy', async () => {
  await vite.build({ root: app, logLevel: 'error', build: { outDir: 'out-vite' } });
  await expectToFitHosts(join(app, 'out-vite'));
  assert.deepEqual(await tryFolder(browser, join(app, 'out-vite')), heard());
});

test("Vite's development server finds the package's files", async () => {
  const server = await vite.createServer({ root: app, logLevel: 'error', server: { port: 0, headers: ISOLATED } });
  await server.listen();
  try {
    // Vite reloads the page once it has bundled the package for the first time.
    await server.warmupRequest('/main.js');
    await server.waitForRequestsIdle();
    assert.deepEqual(await tryApp(browser, server.resolvedUrls.local[0]), heard());
  } finally {
    await server.close();
  }
});

/** @returns {Promise<string>} the folder that webpack built the app into */
async function buildWithWebpack(name, { publicPath, module }) {
  const path = join(app, name);
  const stats = await promisify(webpack)({
    mode: 'production',
    context: app,
    entry: './main.js',
    output: { path, filename: 'main.js', publicPath },
    module,
    performance: { hints: false },
  });
  assert.deepEqual(stats.toJson({ errors: true }).errors, []);
  await cp(join(app, 'index.html'), join(path, 'index.html'));
  return path;
}

test('a webpack build runs under a strict Content-Security-Policy', async () => {
  const path = await buildWithWebpack('out-webpack', { publicPath: 'auto' });
  await expectToFitHosts(path);
  assert.deepEqual(await tryFolder(browser, path), heard());
});

test('a webpack build whose URLs are relative, as those of Next.js are, runs', async () => {
  const module = { parser: { javascript: { url: 'relative' } } };
  assert.deepEqual(await tryFolder(browser, await buildWithWebpack('out-relative', { publicPath: '/', module })), heard());
});

/** Folder of an app that esbuild built, with files that `npx undertone copy-assets` copied to `assets` in it. */
async function buildWithEsbuild(name, format, assets) {
  const path = join(app, name);
  const options = {
    absWorkingDir: app,
    entryPoints: ['main.js'],
    bundle: true,
    outfile: join(path, 'main.js'),
    logLevel: 'error',
  };
  await esbuild.build({ ...options, format });
  await cp(join(app, 'index.html'), join(path, 'index.html'));
  if (assets !== undefined) await copyAssets(join(path, assets));
  return path;
}

const copyAssets = (...words) => run(process.execPath, [join(app, UNDERTONE, 'bin/undertone.mjs'), 'copy-assets', ...words]);

test('esbuild and Rollup need the files copied beside the script, and nothing else', async () => {
  assert.deepEqual(await tryFolder(browser, await buildWithEsbuild('out-esbuild', 'esm', '.')), heard());

  const path = join(app, 'out-rollup');
  const bundled = await rollup({ input: join(app, 'main.js'), plugins: [nodeResolve({ rootDir: app })] });
  await bundled.write({ dir: path });
  await bundled.close();
  await cp(join(app, 'index.html'), join(path, 'index.html'));
  await copyAssets(path);
  assert.deepEqual(await tryFolder(browser, path), heard());
});

test('a classic script, which has no import.meta.url, runs where it is told of the folder, and says so elsewhere', async () => {
  const path = await buildWithEsbuild('out-classic', 'iife', 'undertone');
  assert.deepEqual(await tryFolder(browser, path, { assets: '/undertone' }), heard());
  await assert.rejects(tryFolder(browser, path), /npx undertone copy-assets DIR.*say where they lie with the option "assets"/);
});

test('copied are the files that a page loads and no others, more of them on request, and what to write is said', async () => {
  const folder = join(app, 'site', 'public', 'undertone');
  const { stdout } = await copyAssets(folder);
  assert.match(stdout, /createUndertone\(\{ assets: '\/undertone' \}\)/);
  const plain = [
    'ort-wasm-simd-threaded.wasm',
    'undertone-en-open.json',
    'undertone-en-open.manifest',
    'undertone-en-open.onnx',
    'undertone.worker.js',
    'undertone.worklet.js',
  ];
  assert.deepEqual((await readdir(folder)).toSorted(), plain);
  await copyAssets(folder, '--webgpu', '--script');
  const all = (await readdir(folder, { recursive: true })).filter((file) => /\.\w+$/.test(file));
  assert.deepEqual(all.filter((file) => !plain.includes(file)).toSorted(), [
    'undertone.global.js',
    'undertone.recordings.js',
    'webgpu/ort-wasm-simd-threaded.asyncify.wasm',
    'webgpu/undertone.webgpu-worker.js',
  ]);
});

for (const [words, code, told] of [
  [[], 2, /One folder/],
  [['a', 'b'], 2, /One folder/],
  [['a', '--nonsense'], 2, /nonsense/],
  [['package.json/inside'], 1, /was not copied/],
]) {
  test(`\`copy-assets ${words.join(' ')}\` is refused`, async () => {
    const failure = await copyAssets(...words).catch((error) => error);
    assert.equal(failure.code, code);
    assert.match(failure.stderr, told);
  });
}

test('without a bundler, an import map is enough', async () => {
  const html = await readFile(join(app, 'index.html'), 'utf8');
  const map = '<script type="importmap">{ "imports": { "undertone": "./node_modules/undertone/dist/index.js" } }</script>';
  await writeFile(join(app, 'plain.html'), html.replace('<script', `${map}<script`));
  const server = await vite.preview({
    root: app,
    logLevel: 'error',
    build: { outDir: '.' },
    preview: { port: 0, headers: ISOLATED },
  });
  try {
    assert.deepEqual(await tryApp(browser, `${server.resolvedUrls.local[0]}plain.html`), heard());
  } finally {
    await server.close();
  }
});
