// No report known of this one; bugs 291070 and 318500 of bugs.webkit.org were alike. Seen in WebKitGTK 2.50.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../../../tools/serve.mjs';
import { startOther } from '../../runner/browsers/others.mjs';

/** One second of silence. */
const AUDIO_DATA =
  "new AudioData({ format: 'f32', sampleRate: 8000, numberOfFrames: 8000, numberOfChannels: 1, timestamp: 0, data: new Float32Array(8000) })";

let server, browser;
before(async () => {
  server = await serve();
  browser = await startOther('WebKit', { microphone: process.env.FAKE_MICROPHONE });
});
after(async () => {
  await browser.close();
  await server.stop();
});

test('copying samples out of an AudioData takes the page down', async () => {
  const page = await browser.open(`${server.url}/test/pages/blank.html`);
  assert.equal(await page.evaluate(`${AUDIO_DATA}.numberOfFrames`), 8000);
  await assert.rejects(page.evaluate(`${AUDIO_DATA}.copyTo(new Float32Array(8000), { planeIndex: 0 }) ?? 'copied'`));
  await assert.rejects(page.evaluate('document.title'));
});
