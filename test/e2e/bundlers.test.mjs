/** The packed package in an app, as users meet it: through Vite, through webpack, and with no bundler at all. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { AUTOPLAY } from '../runner/chromium-args.mjs';
import { packedApp } from '../runner/packed-app.mjs';
import { PATIENCE_MS } from '../support/eventually.mjs';
import { CHROMIUM_ARGS } from '../../tools/browser.mjs';

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const EXPECTED = { provider: 'wasm', threads: 2, transport: 'shared', windows: 1 };

let packed;
let app;
let browser;

before(async () => {
  packed = await packedApp('test/bundlers');
  app = packed.folder;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [...CHROMIUM_ARGS, AUTOPLAY],
    timeout: PATIENCE_MS,
  });
});

after(async () => {
  await browser?.close();
  await packed?.remove();
});

/** Serves `folder` with a strict policy. */
async function serveStrictly(folder) {
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    const file = join(folder, path.endsWith('/') ? 'index.html' : path);
    const body = await readFile(file).catch(() => undefined);
    const headers = {
      ...ISOLATED,
      'Content-Security-Policy': STRICT,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    };
    response.writeHead(body ? 200 : 404, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, resolve));
  return { url: `http://localhost:${server.address().port}/`, stop: () => server.close() };
}

/** What the app's page answers. */
async function tryApp(url, options) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.tryUndertone !== undefined);
    return await page.evaluate((given) => globalThis.tryUndertone(given), options);
  } finally {
    await page.close();
  }
}

async function tryFolder(folder, options) {
  const server = await serveStrictly(folder);
  try {
    return await tryApp(server.url, options);
  } finally {
    server.stop();
  }
}

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
  assert.deepEqual(await tryFolder(join(app, 'out-vite')), EXPECTED);
});

test("Vite's development server finds the package's files", async () => {
  const server = await vite.createServer({ root: app, logLevel: 'error', server: { port: 0, headers: ISOLATED } });
  await server.listen();
  try {
    // Vite reloads the page once it has bundled the package for the first time.
    await server.warmupRequest('/main.js');
    await server.waitForRequestsIdle();
    assert.deepEqual(await tryApp(server.resolvedUrls.local[0]), EXPECTED);
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
  assert.deepEqual(await tryFolder(path), EXPECTED);
});

test('a webpack build whose URLs are relative, as those of Next.js are, runs', async () => {
  const module = { parser: { javascript: { url: 'relative' } } };
  assert.deepEqual(await tryFolder(await buildWithWebpack('out-relative', { publicPath: '/', module })), EXPECTED);
});

test('a classic script, which has no import.meta.url, runs where it is told of the folder, and says so elsewhere', async () => {
  const path = join(app, 'out-classic');
  const outfile = join(path, 'main.js');
  await esbuild.build({ absWorkingDir: app, entryPoints: ['main.js'], bundle: true, outfile, logLevel: 'error' });
  await cp(join(app, 'index.html'), join(path, 'index.html'));
  await cp(join(app, 'node_modules/undertone/dist'), join(path, 'undertone'), { recursive: true });
  assert.deepEqual(await tryFolder(path, { assets: '/undertone' }), EXPECTED);
  await assert.rejects(tryFolder(path), /say where the package's files lie with the option "assets"/);
});

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
    assert.deepEqual(await tryApp(`${server.resolvedUrls.local[0]}plain.html`), EXPECTED);
  } finally {
    await server.close();
  }
});
