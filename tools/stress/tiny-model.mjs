/**
 * A model that keeps the contract and costs next to nothing, written as the ONNX that the runtime reads. It tells loud from quiet,
 * and its state takes part in its answer: what it heard of one stream would show in another.
 */

export const STATE_SIZE = 4;

const WINDOW_SAMPLES = 80_000;
const FLOAT = 1;

const utf8 = new TextEncoder();

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

/** One field of a protocol buffer: a number, a text, or bytes. */
function field(number, value) {
  if (typeof value === 'number') return [...varint(number << 3), ...varint(value)];
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

const fields = (...entries) => entries.flatMap(([number, value]) => field(number, value));

const integer = (name, value) => fields([1, name], [20, 2], [3, value]);
const integers = (name, values) => fields([1, name], [20, 7], ...values.map((value) => [8, value]));

const node = (type, inputs, output, attributes = []) =>
  fields(...inputs.map((name) => [1, name]), [2, output], [4, type], ...attributes.map((attribute) => [5, attribute]));

const constant = (name, dims, values) =>
  fields(...dims.map((size) => [1, size]), [2, FLOAT], [8, name], [9, new Uint8Array(Float32Array.from(values).buffer)]);

/** A constant whose values are said to lie in another file. */
const absent = (name, dims, location) =>
  fields(...dims.map((size) => [1, size]), [2, FLOAT], [8, name], [13, fields([1, 'location'], [2, location])], [14, 1]);

const value = (name, dims) =>
  fields([1, name], [2, fields([1, fields([1, FLOAT], [2, fields(...dims.map((size) => [1, fields([1, size])]))])])]);

const mean = (input, output, keep) => node('ReduceMean', [input], output, [integers('axes', [1]), integer('keepdims', keep)]);

/**
 * Bytes of the model; what is given in place of its own parts may break the contract.
 * @param {object} [parts]
 * @param {string} [parts.activation] what makes probabilities of the logits
 * @param {number[]} [parts.levels] weight of the level for each label
 * @param {number} [parts.before] weight of the state
 * @param {number[]} [parts.bias] is added to the logits
 * @param {number} [parts.gain] of the level, for speech
 * @param {number} [parts.spread] size of the next state
 * @param {string} [parts.external] a file in which the gain is said to lie
 */
export function tinyModel({
  activation = 'Softmax',
  levels = [-20, 0, 20],
  before = 1,
  bias = levels.map(() => 0),
  gain = 100,
  spread = STATE_SIZE,
  external,
} = {}) {
  const labels = levels.length;
  const weights = Array.from({ length: STATE_SIZE * labels }, (_, i) => [before, 0, -before][(i % labels) % 3]);
  const nodes = [
    node('Abs', ['pcm'], 'loudness'),
    mean('loudness', 'level', 1),
    mean('loudness', 'flat', 0),
    node('Mul', ['flat', 'gain'], 'louder'),
    node('Tanh', ['louder'], 'speech'),
    node('MatMul', ['level', 'levels'], 'now'),
    node('MatMul', ['state', 'states'], 'before'),
    node('Add', ['now', 'before'], 'sum'),
    node('Add', ['sum', 'bias'], 'logits'),
    node(activation, ['logits'], 'sentiment', activation === 'Softmax' ? [integer('axis', 1)] : []),
    node('MatMul', ['level', 'spread'], 'next_state'),
  ];
  const constants = [
    external ? absent('gain', [1], external) : constant('gain', [1], [gain]),
    constant('levels', [1, labels], levels),
    constant('states', [STATE_SIZE, labels], weights),
    constant('bias', [labels], bias),
    constant('spread', [1, spread], new Array(spread).fill(1)),
  ];
  const inputs = [value('pcm', [1, WINDOW_SAMPLES]), value('state', [1, STATE_SIZE])];
  const outputs = [value('sentiment', [1, labels]), value('speech', [1]), value('next_state', [1, spread])];
  const graph = fields(
    ...nodes.map((bytes) => [1, bytes]),
    [2, 'tiny'],
    ...constants.map((bytes) => [5, bytes]),
    ...inputs.map((bytes) => [11, bytes]),
    ...outputs.map((bytes) => [12, bytes]),
  );
  return Uint8Array.from(fields([1, 8], [7, graph], [8, fields([1, ''], [2, 13])]));
}

/** Its manifest; `file` is where it is beside it. */
export async function tinyManifest(bytes = tinyModel()) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    name: 'tiny',
    version: '0.0.0',
    file: 'tiny.onnx',
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    bytes: bytes.length,
    contract: 1,
    speechThreshold: 0.5,
    stateSize: STATE_SIZE,
    licence: 'none',
  };
}
