/** No audio leaves the page, and nothing else does either: once loaded, Undertone is silent on every wire. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse } from '../runner/browse.mjs';

const requests = [];
let chromium;

before(async () => {
  const count = (context, next) => {
    requests.push(`${context.method} ${context.url} at the server`);
    return next();
  };
  chromium = await browse({ middleware: [count] });
});
after(() => chromium.close());

/** Wraps the ways out of a page that the browser's driver does not see. */
function watchWaysOut() {
  globalThis.waysOut = [];
  for (const name of ['RTCPeerConnection', 'WebSocket', 'WebTransport', 'EventSource']) {
    globalThis[name] = new Proxy(globalThis[name], {
      construct: (target, args) => {
        globalThis.waysOut.push(name);
        return new target(...args);
      },
    });
  }
  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function (...args) {
    globalThis.waysOut.push('sendBeacon');
    return sendBeacon.apply(this, args);
  };
}

for (const where of ['microphone', 'file']) {
  test(`nothing is sent or fetched while a ${where} is analysed`, async () => {
    const { page, problems } = await chromium.open('/test/pages/blank.html');
    await page.evaluate(watchWaysOut);
    await page.evaluate(async (source) => {
      const { createUndertone } = await import('/dist/index.js');
      const undertone = await createUndertone();
      const options = { consent: { subject: 'me', purpose: 'tests', obtainedAt: 0 }, hopMs: 500 };
      if (source === 'file') {
        const clip = await (await fetch('/test/clips/spoken-negative-refund.wav')).blob();
        globalThis.analyse = async () => {
          for await (const event of undertone.analyzeFile(clip, options)) void event;
        };
        // The first analysis loads the package's reader of recordings.
        await globalThis.analyse();
      } else {
        const { allowSlowStart } = await import('/test/support/slow-start.ts');
        const stream = undertone.analyze(await navigator.mediaDevices.getUserMedia({ audio: true }), options);
        allowSlowStart(stream);
        const tone = () => new Promise((resolve) => stream.on('tone', resolve));
        await tone();
        globalThis.analyse = async () => {
          for (let i = 0; i < 5; i++) await tone();
          await stream.stop();
        };
      }
    }, where);

    requests.length = 0;
    const record = (request) => requests.push(`${request.method()} ${request.url()}`);
    chromium.context.on('request', record);
    await page.evaluate(() => globalThis.analyse());
    chromium.context.off('request', record);

    assert.deepEqual(requests, []);
    assert.deepEqual(await page.evaluate(() => globalThis.waysOut), []);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('the first recording loads the reader, from beside the package, and says so where it is missing', async () => {
  const { page } = await chromium.open('/test/pages/blank.html');
  const reader = '**/undertone.recordings.js';
  await page.route(reader, (route) => route.abort());
  const analyse = () =>
    page.evaluate(async () => {
      const { createUndertone } = await import('/dist/index.js');
      globalThis.undertone ??= await createUndertone();
      const clip = await (await fetch('/test/clips/spoken-negative-refund.wav')).blob();
      const { summary } = globalThis.undertone.analyzeFile(clip, { consent: { subject: 'me', purpose: 'tests', obtainedAt: 0 } });
      return summary.then(
        ({ windows }) => windows,
        ({ code, message }) => ({ code, message }),
      );
    });
  const { code, message } = await analyse();
  assert.equal(code, 'asset-load');
  assert.match(message, /undertone\.recordings\.js.* serve it beside/);
  await page.close();
});
