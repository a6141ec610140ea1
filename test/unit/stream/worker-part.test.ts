import { expect } from 'chai';
import type { InferenceClient } from '../../../src/inference/client.js';
import type { WorkerEvent } from '../../../src/inference/protocol.js';
import { WorkerPart } from '../../../src/stream/worker-part.js';

const OVERLOAD: WorkerEvent = { type: 'overload', reason: 'capture', droppedMs: 1, droppedWindows: 0 };

describe('a stream whose worker crashed', () => {
  it('hears what that worker had sent until the next one goes on from it, and no more of it then', () => {
    const emitters: ((event: WorkerEvent) => void)[] = [];
    const client = {
      open: async (_: unknown, emit: (event: WorkerEvent) => void) => void emitters.push(emit),
    } as unknown as InferenceClient;
    const heard: WorkerEvent[] = [];
    const part = new WorkerPart(
      () => client,
      { key: 'a', sampleRate: 16_000, hopMs: 500 },
      (event) => heard.push(event),
      false,
    );
    part.lose();
    emitters[0]!(OVERLOAD);
    expect(heard).to.have.length(1);
    part.reopen({ timeOrigin: 0, duration: 1 } as Parameters<WorkerPart['reopen']>[0]);
    emitters[0]!(OVERLOAD);
    expect(heard).to.have.length(1);
    emitters[1]!(OVERLOAD);
    expect(heard).to.have.length(2);
  });
});
