/** Models whose bytes are not what they should be, with a digest that is right: the runtime gets them all. */
import fc from 'fast-check';
import { STATE_SIZE, tinyModel } from '/tools/stress/tiny-model.mjs';
import { change, edits } from '../bytes.js';
import { ensure, outcome, rightScores, typed } from '../expect.js';
import { dropPeer, peer } from '../peer.js';

/** Graphs that run, and break the contract. */
const KIN = {
  none: {},
  'no probabilities': { activation: 'Identity' },
  'no numbers': { gain: Number.NaN },
  'infinite levels': { levels: [Number.POSITIVE_INFINITY, 0, 1] },
  'probabilities below zero': { activation: 'Identity', levels: [0, 0, 0], before: 0, bias: [-1, 1, 1] },
  'four labels': { levels: [-20, 0, 20, 5] },
  'two labels': { levels: [-20, 20] },
  'a wide next state': { spread: 9 },
  'a narrow next state': { spread: 1 },
  'weights in another file': { external: 'http://localhost:1/weights.bin' },
};

const stateSize = fc.oneof(
  { weight: 9, arbitrary: fc.constant(STATE_SIZE) },
  fc.constantFrom(1, 5, 2305, 2 ** 31, 2 ** 40, 1e308),
);
const kin = fc.constantFrom(...Object.keys(KIN));
const CODES = ['model-invalid'];

function rightResult({ sentiment, speech }) {
  if (sentiment) {
    ensure(sentiment.length === 3, `${sentiment.length} labels`);
    rightScores({ negative: sentiment[0], neutral: sentiment[1], positive: sentiment[2] });
  }
  ensure(speech >= 0 && speech <= 1, `speech ${speech}`);
}

async function hear(bytes, size) {
  const one = await peer();
  await one.start(bytes.buffer, size);
  for (const event of await one.hear(crypto.randomUUID())) {
    if (event.type === 'window') rightResult(event.result);
    else typed({ name: 'UndertoneError', ...event.error }, ['model-invalid', 'inference-failed']);
  }
}

async function run(bytes, size) {
  try {
    return await outcome(CODES, () => hear(bytes, size));
  } catch (error) {
    // What went wrong in the runtime may last.
    dropPeer();
    throw error;
  }
}

export const model = {
  arbitrary: fc.oneof(
    { weight: 4, arbitrary: fc.record({ edits, stateSize }) },
    { weight: 1, arbitrary: fc.record({ kin, edits: fc.constant([]), stateSize }) },
  ),
  run: ({ kin: name = 'none', edits: changes, stateSize: size }) => run(change(tinyModel(KIN[name]), changes), size),
};

let shipped;

export const shippedModel = {
  arbitrary: fc.record({ edits }),
  async run({ edits: changes }) {
    shipped ??= new Uint8Array(await (await fetch('/dist/undertone-en-open.onnx')).arrayBuffer());
    return run(change(shipped, changes), 2305);
  },
};
