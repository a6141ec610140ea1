/** The package from another origin than the page's, as a CDN serves it: workers may not come from there (whatwg/html#3109). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { browse } from '../runner/browse.mjs';

let cdn;
before(async () => {
  const allowAll = (context, next) => {
    context.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
    return next();
  };
  cdn = await serve({ isolated: false, middleware: [allowAll] });
});
after(() => cdn.stop());

for (const isolated of [true, false]) {
  test(`it runs in a page that is ${isolated ? '' : 'not '}isolated`, async () => {
    const chromium = await browse({ isolated });
    try {
      const { page, problems } = await chromium.open('/test/pages/blank.html');
      const { notes, ...heard } = await page.evaluate(async (url) => {
        const { createUndertone } = await import(`${url}/dist/index.js`);
        const audioContext = new AudioContext();
        // On a slow machine the start takes longer than Undertone waits for it.
        await audioContext.resume();
        const undertone = await createUndertone({ threads: 2, audioContext });
        const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
        const stream = undertone.analyze(microphone, { consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 }, hopMs: 500 });
        const { provider } = await new Promise((resolve, reject) => {
          stream.on('tone', resolve);
          stream.on('error', reject);
        });
        const { transport, threads, notes } = undertone.capabilities;
        await undertone.close();
        return { provider, transport, threads, notes: notes.map(({ code }) => code) };
      }, cdn.url);
      assert.deepEqual(heard, { provider: 'wasm', transport: isolated ? 'shared' : 'port', threads: 1 });
      assert.deepEqual(notes, isolated ? ['threads-cross-origin'] : ['threads-not-isolated', 'not-isolated']);
      assert.deepEqual(problems, []);
    } finally {
      await chromium.close();
    }
  });
}
