/** `npm run dev`: the examples from source, without a build, and again when a source changes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../tools/browser.mjs';
import { copyOf } from '../runner/planting.mjs';
import { PATIENCE_MS } from '../support/eventually.mjs';

const PARTS = [
  'package.json',
  'src',
  'worklets',
  'examples',
  'tools',
  'models/undertone-en-open.json',
  'models/undertone-en-open.onnx',
];

let copy;
let server;
let browser;
before(async () => {
  copy = await copyOf(PARTS);
  server = spawn(process.execPath, ['tools/start.mjs', '--source'], {
    cwd: copy.folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS, timeout: PATIENCE_MS });
});
after(async () => {
  await browser?.close();
  server?.kill();
  await copy?.remove();
});

test('an example analyses the shipped call, and reloads when the source of the page or of the worker changes', async () => {
  const [words] = await once(server.stdout, 'data');
  const [address] = /http:\S+/.exec(words);
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${address}file/`);
  await page.getByRole('button', { name: 'Use the shipped call' }).click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.keyboard.press('Enter');
  await page
    .getByText(/Recent speech: (Negative|Neutral|Positive)/)
    .first()
    .waitFor();
  assert.deepEqual(problems, []);

  const spoil = () => page.evaluate(() => (globalThis.stale = true));
  const reloaded = async () => {
    await page.waitForFunction(() => globalThis.stale === undefined);
    await page.waitForLoadState('load');
  };
  for (const file of ['src/undertone.ts', 'src/inference/worker/scheduler.ts']) {
    await spoil();
    await copy.with(file, '\n', async () => {
      await reloaded();
      await spoil();
    });
    // The file as it was is a change too.
    await reloaded();
  }
});
