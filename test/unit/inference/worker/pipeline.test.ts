import { expect } from 'chai';
import type { WorkerEvent } from '../../../../src/inference/protocol.js';
import { StreamPipeline, type Shared } from '../../../../src/inference/worker/pipeline.js';
import { Scheduler } from '../../../../src/inference/worker/scheduler.js';
import { allocateRing } from '../../../../src/ring/layout.js';
import { nextTask } from '../../../../src/ring/next-task.js';
import { SharedRingWriter } from '../../../../src/ring/shared-ring-writer.js';

const RATE = 16_000;
const WINDOW_SAMPLES = 8;
const STATE_SIZE = 3;
const asItIs = { process: (input: Float32Array) => input, flush: () => new Float32Array(0), close: () => {} };

/** A pipeline whose session adds 1 to the state at each run: `begun` waits for one, `go` lets it end; `states` are those before each, `events` what it emits. */
function pipelineOf(hopSamples: number, { resampler = asItIs, windowSamples = WINDOW_SAMPLES } = {}) {
  const states: number[][] = [];
  const events: WorkerEvent[] = [];
  const waiting: (() => void)[] = [];
  const run = async (_: Float32Array, state: Float32Array) => {
    states.push([...state]);
    const after = state.map((value) => value + 1);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return { sentiment: [0, 1, 0], speech: 1, state: after, provider: 'wasm' };
  };
  const session = { run, newState: () => new Float32Array(STATE_SIZE), provider: 'wasm' } as unknown as Shared['session'];
  const shared: Shared = {
    session,
    scheduler: new Scheduler(),
    createResampler: () => resampler,
    sampleRate: RATE,
    windowSamples,
  };
  const pipeline = new StreamPipeline(shared, { key: 'a', sampleRate: RATE, hopMs: (1000 * hopSamples) / RATE }, (event) =>
    events.push(event),
  );
  const begun = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve));
  };
  const go = async () => {
    await begun();
    waiting.shift()!();
  };
  return { pipeline, states, events, begun, go };
}

const speech = (samples: number) => Float32Array.from({ length: samples }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));

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
    expect(states).to.deep.equal([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    pipeline.close();
    port2.close();
  });
});

describe('a stream under load', () => {
  it('tells each second that was dropped once, and none of a window that is being judged', async () => {
    const { pipeline, events, begun, go } = pipelineOf(4);
    const pushed = [pipeline.push(speech(4))];
    await begun();
    for (let hop = 0; hop < 4; hop++) pushed.push(pipeline.push(speech(4)));
    await go();
    await go();
    await Promise.all(pushed);
    const dropped = events.flatMap((event) => (event.type === 'overload' ? [(event.droppedMs * RATE) / 1000] : []));
    expect(dropped).to.deep.equal([4, 4, 4]);
  });
});

describe('a stream with a gap', () => {
  it('tells it with the next window that is heard, though one before it is dropped', async () => {
    const { pipeline, events, begun, go } = pipelineOf(4);
    pipeline.attach(undefined, RATE);
    const fed = [pipeline.feed(speech(4), 0)];
    await begun();
    // A second is missing before the window that gives way to the one after it.
    for (const end of [4 + RATE, 8 + RATE, 12 + RATE]) fed.push(pipeline.feed(speech(4), end));
    await go();
    await go();
    fed.push(pipeline.feed(speech(4), 16 + RATE));
    await go();
    await Promise.all(fed);
    const windows = events.flatMap((event) => (event.type === 'window' ? [event.result] : []));
    expect(windows.map(({ end, gapSeconds }) => [Math.round(RATE * end), gapSeconds])).to.deep.equal([
      [4, 0],
      [16 + RATE, 1],
      [20 + RATE, 0],
    ]);
  });

  it('leaves its thread to others where audio comes faster than it is read', async () => {
    const buffer = allocateRing(100);
    const writer = new SharedRingWriter(buffer, 1);
    let readings = 0;
    const process = (input: Float32Array) => {
      // What would be for ever is ended, so that the test fails and does not hang.
      if (++readings < 10_000) writer.write(speech(4), 4, 4 * readings);
      return input;
    };
    const { pipeline } = pipelineOf(4, { resampler: { ...asItIs, process } });
    writer.write(speech(4), 4, 0);
    pipeline.attach({ transport: 'shared', buffer }, RATE);
    await nextTask();
    expect(readings).to.be.below(10_000);
    pipeline.close();
  });
});

describe('a stream that ends', () => {
  it('has its last words analysed once, and nothing that came after them', async () => {
    const { pipeline, states, events, go } = pipelineOf(4 * RATE, { windowSamples: 8 * RATE });
    const buffer = allocateRing(8 * RATE);
    const writer = new SharedRingWriter(buffer, 1);
    pipeline.attach({ transport: 'shared', buffer }, RATE);
    writer.write(speech(RATE), RATE, RATE);
    const flushed = pipeline.flush(true);
    // The audio thread hears a little later that it is over, and a gap would end another window.
    for (const end of [2, 4, 6]) {
      writer.write(speech(RATE), RATE, end * RATE);
      await nextTask();
    }
    await go();
    for (let turn = 0; turn < 5; turn++) await nextTask();
    expect(states).to.have.length(1);
    await flushed;
    const windows = events.flatMap((event) => (event.type === 'window' ? [event.result] : []));
    expect(windows.map(({ start, end }) => [start, end])).to.deep.equal([[0, 1]]);
    pipeline.close();
  });
});

describe('a stream that is paused', () => {
  it('hears nothing of the pause after it, even if the worker had no time to read it', async () => {
    const { pipeline, events, go } = pipelineOf(4);
    const buffer = allocateRing(100);
    const writer = new SharedRingWriter(buffer, Number.POSITIVE_INFINITY);
    pipeline.attach({ transport: 'shared', buffer }, RATE);
    pipeline.setPaused(true);
    writer.write(speech(3), 3, 3);
    pipeline.setPaused(false);
    const pushed = pipeline.push(speech(4));
    await go();
    await pushed;
    const windows = events.flatMap((event) => (event.type === 'window' ? [event.result] : []));
    expect(windows.map(({ start, end }) => [start * RATE, end * RATE])).to.deep.equal([[3, 7]]);
    pipeline.close();
  });
});
