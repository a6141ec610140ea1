// MDN's table of GPU: Firefox has it on other systems first. Seen in Firefox 153 on Linux.
import { expect } from 'chai';
import { createUndertone } from 'undertone';

it('there is no WebGPU: WASM is used, which is said', async () => {
  expect(navigator).to.not.have.property('gpu');
  const undertone = await createUndertone({ provider: 'webgpu' });
  const { provider, notes } = undertone.capabilities;
  expect(provider).to.equal('wasm');
  expect(notes.map(({ code }) => code)).to.deep.equal(['webgpu-unavailable']);
  await undertone.close();
});
