import { expect } from 'chai';
import { estimateCases, streamCases } from '../golden/golden.js';

const kept = async (name: string) => (await fetch(`/test/golden/${name}.json`)).json();
/** As it comes back from a file. */
const written = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

// A rule that has changed here has to change in models/ too: `node tools/golden.mjs` writes the files anew, and the tests there read them.
describe('what the evaluation in Python is held to', () => {
  it('is how streams are cut, weighed and followed here', async () => {
    expect(written(await streamCases())).to.deep.equal(await kept('streams'));
  });

  it('is how estimates are made here', async () => {
    expect(written(estimateCases())).to.deep.equal(await kept('estimates'));
  });
});
