/** Hostile input of every kind; `npm run fuzz` is the same with more of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fuzz } from '../../tools/fuzz/fuzz.mjs';
import { elsewhere, stores } from '../../tools/fuzz/stores.mjs';
import { judge } from '../../tools/fuzz/verdict.mjs';
import { serve } from '../../tools/serve.mjs';
import { tinyManifest } from '../../tools/stress/tiny-model.mjs';
import { browse } from '../runner/browse.mjs';

const CASES = 500;
const SEED = 1;

const strays = [];
let other, chromium;
before(async () => {
  other = await serve({ isolated: false, middleware: [elsewhere((url) => strays.push(url))] });
  chromium = await browse({ middleware: [stores()] });
});
after(async () => {
  await chromium.close();
  await other.stop();
});

test('500 hostile inputs give right results or typed errors', async () => {
  const { problems } = judge(await fuzz({ seed: SEED, numbers: Array.from({ length: CASES }, (_, number) => number) }));
  assert.deepEqual(problems, []);
});

test('a manifest makes neither page nor worker ask another origin than the page allowed', async () => {
  const { page } = await chromium.open('/test/pages/blank.html');
  const requests = [];
  chromium.context.on('request', (request) => requests.push(request.url()));
  const manifest = await tinyManifest();
  const { host } = new URL(other.url);
  const led = ['', '//', '/\\', '\\\\', 'http:', 'http://', 'tiny.onnx?'].map((before) => `${before}${host}`);
  for (const file of [...led, `${other.url}/tiny.onnx`, `blob:${other.url}/x`, '\thttp://x', 'tiny.onnx']) {
    const body = { ...manifest, file, url: other.url, externalData: [`${other.url}/data`], worker: `${other.url}/worker.js` };
    await page.evaluate(async (text) => {
      const { createUndertone } = await import('/dist/index.js');
      await fetch('/fuzz/manifest.json', { method: 'POST', body: text });
      const undertone = await createUndertone({ model: { manifest: '/fuzz/manifest.json' } }).catch(() => undefined);
      await undertone?.close();
    }, JSON.stringify(body));
  }
  assert.ok(
    requests.some((url) => url.endsWith('/fuzz/tiny.onnx')),
    'the model beside the manifest',
  );
  assert.deepEqual(
    requests.filter((url) => /^https?:/.test(url) && !url.startsWith(chromium.url)),
    [],
  );
  assert.deepEqual(strays, []);
  await page.close();
});
