// https://bugs.webkit.org/show_bug.cgi?id=317847 (WebKitGTK alone; Safari has it). Seen in WebKitGTK 2.50.
import { expect } from 'chai';
import { createUndertone } from 'undertone';

it('an isolated page has no SharedArrayBuffer, and what follows from that is in the notes', async () => {
  expect(crossOriginIsolated).to.equal(true);
  expect(globalThis).to.not.have.property('SharedArrayBuffer');
  const undertone = await createUndertone({ threads: 2 });
  const { threads, transport, notes } = undertone.capabilities;
  expect({ threads, transport }).to.deep.equal({ threads: 1, transport: 'port' });
  expect(notes.map(({ code }) => code)).to.deep.equal(['threads-unavailable', 'no-shared-memory']);
  await undertone.close();
});
