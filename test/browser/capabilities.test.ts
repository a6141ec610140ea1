import { expect } from 'chai';
import { createUndertone, isSupported } from 'undertone';

describe('what this browser can do', () => {
  it('is enough', () => expect(isSupported()).to.equal(true));

  it('is more threads only where the page is isolated, which is said', async () => {
    const undertone = await createUndertone({ threads: 2 });
    const { threads, notes } = undertone.capabilities;
    await undertone.close();
    expect(threads).to.equal(crossOriginIsolated ? 2 : 1);
    expect(notes.map(({ code }) => code)).to.deep.equal(crossOriginIsolated ? [] : ['threads-not-isolated', 'not-isolated']);
  });
});
