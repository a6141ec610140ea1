import { expect } from 'chai';
import { StreamPipeline, type Shared } from '../../../../src/inference/worker/pipeline.js';
import { Scheduler } from '../../../../src/inference/worker/scheduler.js';

const RATE = 16_000;
const WINDOW_SAMPLES = 8;
const STATE_SIZE = 3;
const asItIs = { process: (input: Float32Array) => input, flush: () => new Float32Array(0), close: () => {} };

/** A pipeline whose session adds 1 to the state at each run: `begun` waits for one, `go` lets it end; `states` are those before each. */
function pipelineOf(hopSamples: number) {
  const states: number[][] = [];
  const waiting: (() => void)[] = [];
  const run = async (_: Float32Array, state: Float32Array) => {
    states.push([...state]);
    const after = state.map((value) => value + 1);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return { sentiment: [0, 1, 0], speech: 1, state: after, provider: 'wasm' };
  };
  const session = { run, newState: () => new Float32Array(STATE_SIZE), provider: 'wasm' } as unknown as Shared['session'];
  const shared: Shared = { session, scheduler: new Scheduler(), createResampler: () => asItIs, sampleRate: RATE, windowSamples: WINDOW_SAMPLES };
  const pipeline = new StreamPipeline(shared, { key: 'a', sampleRate: RATE, hopMs: (1000 * hopSamples) / RATE }, () => {});
  const begun = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve));
  };
  const go = async () => {
    await begun();
    waiting.shift()!();
  };
  return { pipeline, states, begun, go };
}

const speech = (samples: number) => new Float32Array(samples).fill(0.5);

describe('a stream that adapts', () => {
  it('counts audio once, however much its windows overlap', async () => {
    const { pipeline, states, go } = pipelineOf(4);
    for (let hop = 0; hop < 3; hop++) {
      const pushed = pipeline.push(speech(4));
      await go();
      await pushed;
    }
    expect(states.map(([first]) => first)).to.deep.equal([0, 1, 1.5]);
  });

  it('knows nothing of the speaker before, even if a window of it is still being judged', async () => {
    const { pipeline, states, begun, go } = pipelineOf(WINDOW_SAMPLES);
    const before = pipeline.push(speech(WINDOW_SAMPLES));
    const { port1, port2 } = new MessageChannel();
    await begun();
    pipeline.attach({ transport: 'port', port: port1 }, RATE);
    await go();
    await before;
    const after = pipeline.push(speech(WINDOW_SAMPLES));
    await go();
    await after;
    expect(states).to.deep.equal([[0, 0, 0], [0, 0, 0]]);
    pipeline.close();
    port2.close();
  });
});
