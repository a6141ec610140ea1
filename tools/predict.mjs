/**
 * Answers of a model in headless Chromium, for whoever compares runtimes:
 * `node tools/predict.mjs models/undertone-en-open.onnx WINDOWS`, where WINDOWS is a file of windows of 80,000 float32
 * samples each. Prints a JSON line for each window: `[[negative, neutral, positive], speech]`.
 */
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { serve } from './serve.mjs';

const [model, windows] = process.argv.slice(2);
if (!model || !windows) {
  console.error('Usage: node tools/predict.mjs MODEL.onnx WINDOWS');
  process.exit(2);
}

function serveWindows(context, next) {
  if (context.path !== '/windows') return next();
  context.type = 'application/octet-stream';
  context.body = createReadStream(windows);
}

const server = await serve({ middleware: [serveWindows] });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/tools/predict/page.html`);
  await page.waitForFunction(() => globalThis.predict !== undefined);
  await page.exposeFunction('answer', (answer) => console.log(JSON.stringify(answer)));
  await page.evaluate(([file]) => globalThis.predict(file, '/windows'), [`/${relative(process.cwd(), model)}`]);
} finally {
  await browser.close();
  await server.stop();
}
