import { expect } from 'chai';
import { requireInput } from '../../../../src/inference/worker/required-input.js';

const INPUT_NAME = 0x0a;
const TENSOR_NAME = 0x42;
const text = (value: string) => [...new TextEncoder().encode(value)];
const field = (tag: number, value: string) => [tag, value.length, ...text(value)];

/** A model's bytes as far as names go: a default, the use of an input by a node, the input's own declaration. */
const bytes = (initializer: string) =>
  Uint8Array.from([...text('BB'), ...field(TENSOR_NAME, initializer), ...field(INPUT_NAME, 'state'), 0, ...field(INPUT_NAME, 'state')]);

describe('an input that must be given', () => {
  it('loses its default, and nothing else of the model changes', () => {
    const model = bytes('state');
    requireInput(model, 'state');
    expect(model).to.deep.equal(bytes('_tate'));
  });

  for (const other of ['states', 'other']) {
    it(`is not taken for "${other}"`, () => {
      const model = bytes(other);
      requireInput(model, 'state');
      expect(model).to.deep.equal(bytes(other));
    });
  }
});
