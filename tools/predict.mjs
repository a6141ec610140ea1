/**
 * Answers of a model in headless Chromium, for whoever compares runtimes:
 * `node tools/predict.mjs models/undertone-en-open.onnx WINDOWS [wasm | webgpu]`, where WINDOWS is a file of windows of
 * 80,000 float32 samples each. Prints a JSON line for each window: `[[negative, neutral, positive], speech]`. Without a
 * graphics card WebGPU runs in software: it takes minutes to start.
 */
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { serve } from './serve.mjs';

const [model, windows, provider = 'wasm'] = process.argv.slice(2);
if (!model || !windows) {
  console.error('Usage: node tools/predict.mjs MODEL.onnx WINDOWS [wasm | webgpu]');
  process.exit(2);
}

function serveWindows(context, next) {
  if (context.path !== '/windows') return next();
  context.type = 'application/octet-stream';
  context.body = createReadStream(windows);
}

const server = await serve({ middleware: [serveWindows] });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...CHROMIUM_ARGS, '--enable-unsafe-webgpu'] });
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/tools/predict/page.html`);
  await page.waitForFunction(() => globalThis.predict !== undefined);
  await page.exposeFunction('answer', (answer) => console.log(JSON.stringify(answer)));
  const file = `/${relative(process.cwd(), model)}`;
  await page.evaluate(([url, runsOn]) => globalThis.predict(url, '/windows', runsOn), [file, provider]);
} finally {
  await browser.close();
  await server.stop();
}
