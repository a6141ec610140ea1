/** A whole call with all that there is, and each way out watched, in the page and in the worker: what goes out, and what is kept. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse } from '../runner/browse.mjs';

const requests = [];
let chromium;

before(async () => {
  const watch = async (context, next) => {
    requests.push({ method: context.method, path: context.url, length: Number(context.get('content-length') || 0) });
    await next();
  };
  chromium = await browse({ middleware: [watch] });
});
after(() => chromium.close());

test('a call leaves nothing but the model and the runtime, and sends nothing', async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  await page.evaluate(async () => {
    const { watchWaysOut } = await import('/test/support/ways-out.js');
    globalThis.told = { page: [], worker: [] };
    new BroadcastChannel('ways out').onmessage = ({ data }) => globalThis.told.worker.push(data);
    globalThis.crash = new BroadcastChannel('crash');
    globalThis.clip = await (await fetch('/test/clips/spoken-negative-refund.wav')).blob();
    globalThis.sdk = await import('/dist/index.js');
    watchWaysOut((what) => globalThis.told.page.push(what));
  });
  requests.length = 0;
  // What asks another origin, by whatever way, is seen by the browser alone.
  const elsewhere = [];
  chromium.context.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== chromium.url) elsewhere.push(request.url());
  });
  await page.evaluate(async () => {
    const consent = { subject: 'a secret subject', purpose: 'a secret purpose', obtainedAt: 0 };
    const undertone = await globalThis.sdk.createUndertone({ assets: { worker: '/test/pages/watched.worker.js' } });
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    const node = context.createMediaStreamSource(microphone);
    const streams = [undertone.analyze(microphone, { consent, hopMs: 500 }), undertone.analyze(node, { consent, hopMs: 500 })];
    const [stream] = streams;
    const lost = new Promise((resolve) => stream.on('error', ({ code }) => code === 'worker-crashed' && resolve()));
    const tone = () => new Promise((resolve) => stream.on('tone', resolve));
    streams[1].on('error', () => {});
    await tone();
    stream.pause();
    stream.resume();
    await stream.replace(microphone.getAudioTracks()[0]);
    await tone();
    await undertone.analyzeFile(globalThis.clip, { consent }).summary;
    await undertone.analyzeFile(globalThis.clip, { consent, channels: 'separate' }).summary;
    globalThis.crash.postMessage(null);
    await lost;
    await tone();
    await stream.stop();
    await streams[1].revoke();
    await undertone.close();
    await context.close();
  });

  const { told, kept } = await page.evaluate(async () => {
    const told = structuredClone(globalThis.told);
    const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const entries = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) {
        const digest = hex(await crypto.subtle.digest('SHA-256', await (await cache.match(key)).arrayBuffer()));
        entries.push({ name, path: new URL(key.url).pathname, digest });
      }
    }
    const files = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      told,
      kept: {
        entries,
        files,
        databases: await indexedDB.databases(),
        items: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
        cookies: document.cookie,
        serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
      },
    };
  });

  assert.deepEqual(told.worker, [], 'the worker uses no way out at all');
  const { entries, ...others } = kept;
  assert.deepEqual(others, { files: [], databases: [], items: [], cookies: '', serviceWorkers: 0 });
  assert.equal(entries.length, 2);
  for (const { name, path, digest } of entries) {
    assert.equal(name, 'undertone-1');
    assert.equal(path, `/.undertone/sha256/${digest}`, 'an entry is what its name says');
  }
  // The page fetches the files of the package, keeps two of them, and that is all.
  const files = /^fetch GET \S+\/dist\/(undertone-en-open\.(manifest|json|onnx)|ort-wasm-simd-threaded\.wasm)$/;
  const allowed = [files, /^open undertone-1$/, /^put \S+\/\.undertone\/sha256\/[0-9a-f]{64}$/];
  assert.deepEqual(
    told.page.filter((what) => !allowed.some((pattern) => pattern.test(what))),
    [],
  );
  for (const { method, path, length } of requests) {
    assert.equal(method, 'GET', path);
    assert.equal(length, 0, `${path} has a body`);
    assert.doesNotMatch(path, /\?|secret/, 'nothing is told in an address');
  }
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(problems, []);
  await page.close();
});

test('what is watched tells of what goes out', async () => {
  const { page } = await chromium.open('/test/pages/blank.html');
  const told = await page.evaluate(async () => {
    const { watchWaysOut } = await import('/test/support/ways-out.js');
    const told = [];
    watchWaysOut((what) => told.push(what.split(' ')[0]));
    open('about:blank')?.close();
    globalThis.fetchLater?.('/');
    await globalThis.showSaveFilePicker?.().catch(() => {});
    navigator.sendBeacon('/');
    new BroadcastChannel('out').close();
    new EventSource('/').close();
    indexedDB.open('out');
    localStorage.setItem('out', '');
    document.cookie = 'out=';
    await fetch('/');
    postMessage('out');
    return told;
  });
  const fetchesLater = told.includes('fetchLater') ? ['fetchLater'] : [];
  const expected = ['open', ...fetchesLater, 'showSaveFilePicker', 'sendBeacon', 'BroadcastChannel', 'EventSource', 'open'];
  assert.deepEqual(told, [...expected, 'setItem', 'Document.cookie', 'fetch', 'postMessage']);
  await page.close();
});
