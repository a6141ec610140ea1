/** Start and stop, many times: no worker, no running context, no element and no playing track is left behind. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse } from '../runner/browse.mjs';
import { countObjects } from '../../tools/soak/count-objects.mjs';
import { eventually } from '../support/eventually.mjs';

const INSTANCES = 6;
const STREAMS = 20;
let chromium;
before(async () => {
  chromium = await browse();
});
after(() => chromium.close());

/** The browser's driver hears a little later that a worker has ended. */
const workersGone = (page) =>
  eventually(() =>
    assert.deepEqual(
      page.workers().map((worker) => worker.url()),
      [],
    ),
  );

/** A thread may be gone, and what the page held of it be kept, with the streams and contexts behind it. */
async function workersForgotten(page) {
  const devtools = await chromium.context.newCDPSession(page);
  await eventually(async () => assert.equal(await countObjects(devtools, 'Worker'), 0, 'workers that the page still holds'));
}

test(`${INSTANCES} instances leave no worker and no open context`, async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const states = await page.evaluate(async (cycles) => {
    const contexts = [];
    globalThis.AudioContext = class extends AudioContext {
      constructor(...options) {
        super(...options);
        contexts.push(this);
      }
    };
    const { createUndertone } = await import('/dist/index.js');
    const { allowSlowStart } = await import('/test/support/slow-start.ts');
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (let i = 0; i < cycles; i++) {
      const undertone = await createUndertone();
      const stream = undertone.analyze(microphone, { consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 }, hopMs: 500 });
      allowSlowStart(stream);
      await new Promise((resolve) => stream.on('tone', resolve));
      await undertone.close();
    }
    return contexts.map(({ state }) => state);
  }, INSTANCES);
  await workersForgotten(page);
  assert.deepEqual(states, new Array(INSTANCES).fill('closed'));
  await workersGone(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('instances whose worker died before it took a stream in are forgotten', async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  await page.evaluate(async (cycles) => {
    let worker;
    const { Worker } = globalThis;
    globalThis.Worker = function (...options) {
      return (worker = new Worker(...options));
    };
    const { createUndertone } = await import('/dist/index.js');
    const source = new ConstantSourceNode(new AudioContext());
    for (let i = 0; i < cycles; i++) {
      const undertone = await createUndertone();
      const stream = undertone.analyze(source, { consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 } });
      stream.on('error', () => {});
      // Before it has read what it was sent.
      worker.dispatchEvent(new ErrorEvent('error', { message: 'made up' }));
      await undertone.close();
    }
    worker = undefined;
    globalThis.Worker = Worker;
    // As in the last test: audio passes before its context is closed.
    const { context } = source;
    for (const end = context.currentTime + 0.5; context.currentTime < end; )
      await new Promise((resolve) => setTimeout(resolve, 50));
    await context.close();
  }, INSTANCES);
  await workersForgotten(page);
  await workersGone(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test(`${STREAMS} streams share one context and one worker, and free their worklets`, async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const devtools = await chromium.context.newCDPSession(page);
  const worklets = new Set();
  let contexts = 0;
  devtools.on('WebAudio.contextCreated', () => contexts++);
  devtools.on('WebAudio.audioNodeCreated', ({ node }) => node.nodeType === 'AudioWorklet' && worklets.add(node.nodeId));
  devtools.on('WebAudio.audioNodeWillBeDestroyed', ({ nodeId }) => worklets.delete(nodeId));
  await devtools.send('WebAudio.enable');
  await page.evaluate(async (cycles) => {
    const { createUndertone } = await import('/dist/index.js');
    const { allowSlowStart } = await import('/test/support/slow-start.ts');
    globalThis.undertone = await createUndertone();
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (let i = 0; i < cycles; i++) {
      const stream = globalThis.undertone.analyze(microphone, {
        consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 },
        hopMs: 500,
      });
      allowSlowStart(stream);
      await new Promise((resolve) => stream.on('tone', resolve));
      await stream.stop();
    }
  }, STREAMS);
  assert.equal(page.workers().length, 1);
  assert.equal(contexts, 1);
  // What nobody refers to is freed by the collector, which needs asking more than once.
  await eventually(async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    assert.equal(worklets.size, 0, 'worklets that are still there');
  });
  await page.evaluate(() => globalThis.undertone.close());
  await workersGone(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('contexts that the app has closed are forgotten', async () => {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const devtools = await chromium.context.newCDPSession(page);
  await page.evaluate(async () => {
    const { createUndertone } = await import('/dist/index.js');
    const { allowSlowStart } = await import('/test/support/slow-start.ts');
    globalThis.undertone = await createUndertone();
    globalThis.contexts = [];
    for (let i = 0; i < 3; i++) {
      const context = new AudioContext();
      const source = new ConstantSourceNode(context);
      source.start();
      const stream = globalThis.undertone.analyze(source, {
        consent: { subject: 'x', purpose: 'tests', obtainedAt: 0 },
        hopMs: 500,
      });
      allowSlowStart(stream);
      await new Promise((resolve) => stream.on('tone', resolve));
      await stream.stop();
      // Chromium itself keeps a context that is closed before its worklet has heard that it is over: let audio pass.
      for (const end = context.currentTime + 0.5; context.currentTime < end; )
        await new Promise((resolve) => setTimeout(resolve, 50));
      await context.close();
      globalThis.contexts.push(new WeakRef(context));
    }
    await globalThis.undertone.resume();
  });
  await eventually(async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const kept = await page.evaluate(() => globalThis.contexts.filter((context) => context.deref()).length);
    assert.equal(kept, 0, 'contexts that are still there');
  });
  assert.deepEqual(problems, []);
  await page.close();
});
