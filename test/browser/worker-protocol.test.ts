import { expect } from 'chai';
import * as Comlink from 'comlink';
import { installErrorTransfer } from '../../src/inference/wire-errors.js';
import type { InferenceApi, StreamOptions } from '../../src/inference/protocol.js';
import { WINDOW_SAMPLES } from '../../src/model/contract.js';
import { errorOf } from '../support/errors.js';
import { MODEL_URL, shippedManifest } from '../support/model-files.js';

const bytesOf = async (url: string) => (await fetch(url)).arrayBuffer();
const GOOD: StreamOptions = { key: 'a', sampleRate: 16_000, hopMs: 500 };

describe('the worker, asked by a page that has lost its way', () => {
  let worker: Worker;
  let api: Comlink.Remote<InferenceApi>;
  let crashes = 0;

  before(async () => {
    installErrorTransfer();
    worker = new Worker('/dist/undertone.worker.js', { type: 'module' });
    worker.addEventListener('error', () => crashes++);
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    api = Comlink.wrap(worker);
    const stateSize = (await shippedManifest())['stateSize'] as number;
    const [model, runtime] = [await bytesOf(MODEL_URL), await bytesOf('/dist/ort-wasm-simd-threaded.wasm')];
    await api.start({ model, runtime, provider: 'wasm', threads: 1, windowSamples: WINDOW_SAMPLES, stateSize });
  });
  after(() => worker.terminate());

  it('refuses streams that would keep it busy for ever, or that it has already', async () => {
    const refused: unknown[] = [
      undefined,
      { ...GOOD, hopMs: 0 },
      { ...GOOD, hopMs: Number.NaN },
      { ...GOOD, hopMs: 1e9 },
      { ...GOOD, sampleRate: undefined },
      { ...GOOD, sampleRate: 1e9 },
      { ...GOOD, key: null },
      { ...GOOD, goesOn: { timeOrigin: 0, from: Number.NaN } },
    ];
    for (const options of refused) await errorOf('bad-options', () => api.openRecording(options as StreamOptions));
    await api.openRecording(GOOD);
    await errorOf('bad-options', () => api.openRecording(GOOD));
    await errorOf('bad-options', () => api.push('a', new Float64Array(8000) as never));
    await errorOf('bad-options', () => api.attach('a', { transport: 'shared', buffer: 5 } as never, 16_000));
    await errorOf('bad-options', () => api.open({ ...GOOD, key: 'b' }, 5 as never));
    expect(await api.push('a', new Float32Array(8000))).to.have.length(1);
    await api.close('a');
  });

  it('is not stopped by messages that are none of comlink’s', async () => {
    for (const junk of [null, 5, 'text', { argumentList: 5 }, { id: 'x', type: 'APPLY', path: 7 }, { argumentList: [null] }])
      worker.postMessage(junk);
    await api.answer();
    expect(crashes).to.equal(0);
  });
});
