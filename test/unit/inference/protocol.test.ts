import { expect } from 'chai';
import * as Comlink from 'comlink';
import { admitCalls } from '../../../src/inference/admit.js';
import { isWorkerEvent } from '../../../src/inference/check-events.js';
import { errorOf } from '../../support/errors.js';
import { InferenceClient } from '../../../src/inference/client.js';
import type { StreamOptions } from '../../../src/inference/protocol.js';
import type { WindowResult } from '../../../src/model/window-result.js';

const RESULT: WindowResult = {
  start: 0,
  end: 0.5,
  freshStart: 0,
  sentiment: [0.2, 0.3, 0.5],
  speech: 0.9,
  activeSeconds: 0.5,
  freshActiveSeconds: 0.5,
  tooQuietSeconds: 0,
  freshTooQuietSeconds: 0,
  inferenceMs: 1,
  provider: 'wasm',
  gapSeconds: 0,
  timeOrigin: null,
};

const STREAM: StreamOptions = { key: 'a', sampleRate: 16_000, hopMs: 2500 };

/** A worker that answers every call with the expression `answer`. */
function workerThat(answer: string): string {
  const script = `onmessage = ({ data }) => data.id && postMessage({ id: data.id, ...(${answer}) }); postMessage('undertone-ready');`;
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

describe('what worker and page say to each other', () => {
  it('is an event only where every part of it is', () => {
    const window = (fields: object) => ({ type: 'window', result: { ...RESULT, ...fields } });
    expect(isWorkerEvent(window({}))).to.equal(true);
    expect(isWorkerEvent(window({ sentiment: null, timeOrigin: 1e12 }))).to.equal(true);
    const error = { code: 'bad-samples', message: 'm', cause: undefined, urls: [], stack: undefined };
    expect(isWorkerEvent({ type: 'error', error })).to.equal(true);
    for (const wrong of [
      undefined,
      null,
      5,
      {},
      { type: '__proto__' },
      { type: 'window' },
      window({ end: Number.NaN }),
      window({ end: -1 }),
      window({ sentiment: [0.5, 0.5] }),
      window({ sentiment: [2, -1, 0] }),
      window({ speech: 2 }),
      window({ gapSeconds: Number.POSITIVE_INFINITY }),
      window({ provider: 'x' }),
      { type: 'overload', reason: 'inference', droppedMs: '5', droppedWindows: 1 },
      { type: 'error', error: { ...error, code: 'constructor' } },
      { type: 'error', error: null },
    ])
      expect(isWorkerEvent(wrong), JSON.stringify(wrong)).to.equal(false);
  });

  it('walks no path through an object to what was not exposed', async () => {
    const { port1, port2 } = new MessageChannel();
    const calls: unknown[] = [];
    admitCalls(port1, 0);
    Comlink.expose((value: unknown) => void calls.push(value), port1);
    const apply = (path: unknown, value: unknown, type = 'APPLY') =>
      port2.postMessage({ id: 'x', type, path, argumentList: [{ type: 'RAW', value }] });
    apply(['constructor'], 'globalThis.ran = true');
    apply(['constructor', 'constructor'], 'globalThis.ran = true', 'CONSTRUCT');
    apply(5, 'not called');
    for (const junk of [null, 'text', { argumentList: 5 }, { type: 'SET', path: ['__proto__', 'ran'], value: null }])
      port2.postMessage(junk);
    const remote = Comlink.wrap<(value: string) => void>(port2);
    await remote('called');
    expect(calls).to.deep.equal(['called']);
    expect('ran' in globalThis).to.equal(false);
    port1.close();
  });

  for (const [what, answer] of [
    ['that are not there', "{ type: 'RAW', value: undefined }"],
    ['of another shape', "{ type: 'RAW', value: [{ type: 'window', result: { end: NaN } }] }"],
    ['that nothing can read', "{ type: 'HANDLER', name: 'nobody' }"],
    ['thrown as anything', "{ type: 'HANDLER', name: 'throw', value: 5 }"],
  ] as const) {
    it(`counts a worker as crashed whose answers are events ${what}`, async () => {
      const url = workerThat(answer);
      const client = await InferenceClient.spawn([url]);
      const ended = new Promise((resolve) => client.onEnd(resolve));
      await errorOf('worker-crashed', () => client.callForEvents((api) => api.flush('a', true)));
      expect(await ended).to.include({ code: 'worker-crashed' });
      URL.revokeObjectURL(url);
    });
  }

  for (const how of ['the stream ends', 'the worker is gone'])
    it(`closes what a stream's events come by when ${how}`, async () => {
      const url = workerThat("{ type: 'RAW' }");
      const client = await InferenceClient.spawn([url]);
      const made = new Set<MessagePort>();
      const { MessageChannel } = globalThis;
      globalThis.MessageChannel = class extends MessageChannel {
        constructor() {
          super();
          made.add(this.port1);
          // No browser tells of a port that is closed, and no collector of one that is kept.
          this.port1.close = () => void made.delete(this.port1);
        }
      };
      await client.open(STREAM, () => {}).finally(() => (globalThis.MessageChannel = MessageChannel));
      expect(made.size).to.equal(1);
      if (how === 'the stream ends') await client.close(STREAM.key);
      else client.terminate();
      expect(made.size).to.equal(0);
      client.terminate();
      URL.revokeObjectURL(url);
    });
});
