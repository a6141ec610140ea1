/** WebGPU on an adapter in software, which compiles for minutes: Undertone gives up on it and goes on with WASM. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browse } from '../runner/browse.mjs';
import { eventually } from '../support/eventually.mjs';

test('WebGPU that is too slow gives way to WASM, with a note', async () => {
  const chromium = await browse({ args: ['--enable-unsafe-webgpu'] });
  try {
    const { page, problems } = await chromium.open('/test/pages/blank.html');
    const { capabilities, providers } = await page.evaluate(async () => {
      if (!(await navigator.gpu?.requestAdapter())) return {};
      const { createUndertone } = await import('/dist/index.js');
      const undertone = await createUndertone({ provider: 'webgpu' });
      const clip = await (await fetch('/test/clips/spoken-negative-refund.wav')).blob();
      const events = [];
      const options = { consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 } };
      for await (const event of undertone.analyzeFile(clip, options)) events.push(event);
      await undertone.close();
      return { capabilities: undertone.capabilities, providers: events.map(({ provider }) => provider) };
    });
    assert.equal(capabilities?.provider, 'wasm');
    assert.match(
      capabilities.notes.find(({ code }) => code === 'webgpu-failed')?.message,
      /WebGPU could not be used, so WASM is: WebGPU (did not start|takes)/,
    );
    assert.deepEqual(providers, ['wasm', 'wasm']);
    // One that is told to end does so when the shader is compiled that it waits for.
    await eventually(() =>
      assert.deepEqual(
        page.workers().map((worker) => worker.url()),
        [],
        'workers that are left',
      ),
    );
    assert.deepEqual(problems, []);
  } finally {
    await chromium.close();
  }
});
