/** Frames and media of another origin than the page's: the browser holds back what they need, and Undertone says why. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { browse } from '../runner/browse.mjs';

let chromium, elsewhere;
before(async () => {
  elsewhere = await serve({ isolated: false });
  // A frame without an origin gets nothing at all from a server that does not allow it.
  const allowAll = (context, next) => {
    context.set('Access-Control-Allow-Origin', '*');
    return next();
  };
  chromium = await browse({ isolated: false, middleware: [allowAll] });
});
after(async () => {
  await chromium.close();
  await elsewhere.stop();
});

test('an element that gets such a file while it is analysed ends its stream with `bad-source`', async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const told = await page.evaluate(async (url) => {
    const { createUndertone } = await import('/dist/index.js');
    const audioContext = new AudioContext();
    await audioContext.resume();
    const undertone = await createUndertone({ audioContext });
    const element = new Audio('/test/clips/spoken-neutral-meeting.wav');
    await element.play();
    const stream = undertone.analyze(element, { consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 }, hopMs: 500 });
    const told = [];
    stream.on('error', ({ code, message }) => told.push(code, message));
    await new Promise((resolve) => stream.on('tone', resolve));
    const ended = new Promise((resolve) => stream.on('end', resolve));
    element.src = `${url}/test/clips/spoken-positive-news.wav`;
    element.play().catch(() => {});
    told.push((await ended).reason);
    await undertone.close();
    return told;
  }, elsewhere.url);
  const [code, message, ...rest] = told;
  assert.equal(code, 'bad-source');
  assert.match(message, /CORS/);
  assert.deepEqual(rest, ['failed']);
  assert.deepEqual(problems, []);
});

test('a sandboxed frame without `allow-same-origin` is told what it lacks, before anything is loaded', async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const told = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = `<script type="module">
      const { createUndertone, isSupported } = await import('${location.origin}/dist/index.js');
      const error = await createUndertone().catch((error) => error);
      parent.postMessage([isSupported(), error.code, error.message], '*');
    </script>`;
    const answer = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)));
    document.body.append(frame);
    return answer;
  });
  const [supported, code, message] = told;
  assert.deepEqual([supported, code], [false, 'unsupported']);
  assert.match(message, /allow-same-origin/);
  assert.deepEqual(problems, []);
});
