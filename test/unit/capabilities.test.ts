import { expect } from 'chai';
import { settleThreads, settleTransport } from '../../src/capabilities.js';

describe('what a page gets that is isolated, in a browser without shared memory', () => {
  const { SharedArrayBuffer } = globalThis;
  before(() => Object.assign(globalThis, { SharedArrayBuffer: undefined }));
  after(() => Object.assign(globalThis, { SharedArrayBuffer }));

  it('is messages and one thread, and a note for each', () => {
    expect(globalThis.crossOriginIsolated).to.equal(true);
    const transport = settleTransport();
    const threads = settleThreads(2, location.href);
    expect([transport.value, threads.value]).to.deep.equal(['port', 1]);
    const notes = [...transport.notes, ...threads.notes];
    expect(notes.map(({ code }) => code)).to.deep.equal(['no-shared-memory', 'threads-unavailable']);
    for (const { message } of notes) expect(message).to.include('SharedArrayBuffer');
  });
});
