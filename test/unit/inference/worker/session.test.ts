import { expect } from 'chai';
import { ModelSession, type OrtRuntime } from '../../../../src/inference/worker/session.js';
import type { Provider } from '../../../../src/model/provider.js';
import { errorOf } from '../../../support/errors.js';

const WINDOW_SAMPLES = 4;
const STATE = Float32Array.of(1, 2);
const ANSWER = {
  sentiment: { data: Float32Array.of(0.5, 0.25, 0.25) },
  speech: { data: Float32Array.of(0.75) },
  next_state: { data: STATE },
};

/** A runtime whose sessions answer as `run` says; it keeps which providers it was asked for and which sessions it freed. */
function runtimeOf(run: (provider: Provider, runs: number) => unknown) {
  const asked: Provider[] = [];
  const freed: Provider[] = [];
  const create = async (_: Uint8Array, { executionProviders: [provider] }: { executionProviders: [Provider] }) => {
    asked.push(provider);
    let runs = 0;
    return {
      inputNames: ['pcm', 'state'],
      outputNames: ['sentiment', 'speech', 'next_state'],
      run: async () => (await run(provider, ++runs)) ?? ANSWER,
      release: async () => void freed.push(provider),
    };
  };
  const ort = { env: { wasm: {} }, Tensor: class {}, InferenceSession: { create } };
  return { ort: ort as unknown as OrtRuntime, asked, freed };
}

const open = (ort: OrtRuntime, provider: Provider) =>
  ModelSession.create(ort, {
    model: new ArrayBuffer(1),
    runtime: new ArrayBuffer(1),
    provider,
    threads: 1,
    windowSamples: WINDOW_SAMPLES,
    stateSize: STATE.length,
  });

const NEW = new Float32Array(STATE.length);
/** Runs before the first window. */
const WARM_UP = { wasm: 1, webgpu: 4 };
const lost = () => Promise.reject(new Error('device lost'));

/** The time that sessions are told: only late answers take any. */
let now = 0;
const late = async () => void (now += 300);

describe('a session', () => {
  const pcm = new Float32Array(WINDOW_SAMPLES);
  beforeEach(() => {
    performance.now = () => now;
  });
  afterEach(() => void Reflect.deleteProperty(performance, 'now'));

  it('goes on with WASM when WebGPU is lost, at the same window', async () => {
    const { ort, asked, freed } = runtimeOf((provider, runs) =>
      provider === 'webgpu' && runs > WARM_UP.webgpu + 1 ? lost() : undefined,
    );
    const { session } = await open(ort, 'webgpu');
    expect((await session.run(pcm, NEW)).provider).to.equal('webgpu');
    expect(await session.run(pcm, NEW)).to.deep.equal({
      sentiment: [0.5, 0.25, 0.25],
      speech: 0.75,
      state: STATE,
      provider: 'wasm',
    });
    expect((await session.run(pcm, NEW)).provider).to.equal('wasm');
    expect({ asked, freed, now: session.provider }).to.deep.equal({ asked: ['webgpu', 'wasm'], freed: ['webgpu'], now: 'wasm' });
  });

  it('refuses a WebGPU that is no faster than software', async () => {
    const { ort, freed } = runtimeOf(late);
    await errorOf('unsupported', () => open(ort, 'webgpu'));
    expect(freed).to.deep.equal(['webgpu']);
  });

  it('takes WASM however slow', async () => {
    const { info } = await open(runtimeOf(late).ort, 'wasm');
    expect(info.windowMs).to.equal(300);
  });

  it('tells of a window that WASM cannot run, and runs the next', async () => {
    const { session } = await open(runtimeOf((_, runs) => (runs === WARM_UP.wasm + 1 ? lost() : undefined)).ort, 'wasm');
    await errorOf('inference-failed', () => session.run(pcm, NEW));
    expect((await session.run(pcm, NEW)).speech).to.equal(0.75);
  });

  for (const [what, sentiment, speech] of [
    ['sums to more than 1', [0.5, 0.5, 0.5], 0.5],
    ['is not a number', [Number.NaN, 0, 0], 0.5],
    ['has speech above 1', [1, 0, 0], 1.5],
  ] as const) {
    it(`refuses a model whose answer ${what}`, async () => {
      const answer = { sentiment: { data: Float32Array.from(sentiment) }, speech: { data: Float32Array.of(speech) } };
      await errorOf('model-invalid', () => open(runtimeOf(() => answer).ort, 'wasm'));
    });
  }
});
