/** What plain JavaScript may pass where a type is documented. By name, so that a case can be printed and run again. */
import fc from 'fast-check';

const detached = () => {
  const samples = new Float32Array(100);
  structuredClone(samples.buffer, { transfer: [samples.buffer] });
  return samples;
};

const deep = () => {
  let value = 1;
  for (let i = 0; i < 2000; i++) value = [value];
  return value;
};

/** Those that a message can carry. */
const CLONEABLE = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  NaN: () => Number.NaN,
  '-1': () => -1,
  0: () => 0,
  0.5: () => 0.5,
  1: () => 1,
  16000: () => 16_000,
  '2 ** 31': () => 2 ** 31,
  '2 ** 53': () => 2 ** 53,
  '1e308': () => 1e308,
  Infinity: () => Number.POSITIVE_INFINITY,
  'a bigint': () => 5n,
  'an empty text': () => '',
  'a text': () => 'text',
  __proto__: () => '__proto__',
  constructor: () => 'constructor',
  'a long text': () => 'x'.repeat(100_000),
  'an object': () => ({}),
  'an object with a prototype key': () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  'an array': () => [],
  'nested arrays': deep,
  'a date': () => new Date(Number.NaN),
  'an error': () => new RangeError('made up'),
  'a map': () => new Map([[1, 2]]),
  'a buffer': () => new ArrayBuffer(7),
  'a detached buffer': detached,
  'bytes of odd length': () => new Uint8Array(13),
  'some samples': () => Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i / 9)),
  'samples that are none': () => Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -1e38, 1e30),
  'no samples': () => new Float32Array(0),
  'integers of 16 bits': () => Int16Array.of(1, -32_768, 32_767),
  'samples of 64 bits': () => Float64Array.of(0.5, 1e300),
  'shared memory': () => new SharedArrayBuffer(16),
  'shared samples': () => new Float32Array(new SharedArrayBuffer(400)),
};

const OTHERS = {
  'a symbol': () => Symbol('made up'),
  'a function': () => () => 1,
  'an object of no class': () => Object.create(null),
  'an object that is no text': () => ({
    toString() {
      throw new Error('no text');
    },
  }),
  'something like samples': () => ({ [Symbol.toStringTag]: 'Float32Array', length: -1 }),
  'something like many samples': () => ({ [Symbol.toStringTag]: 'Int16Array', length: 1e12 }),
  'something like an AudioData': () => ({ [Symbol.toStringTag]: 'AudioData', numberOfFrames: 4, sampleRate: 16_000 }),
  'planes of no samples': () => [null],
  'planes of something': () => [{ length: 'x' }],
  'planes that are something like samples': () => [{ [Symbol.toStringTag]: 'Float32Array', length: Number.NaN }],
  'an array with holes': () => new Array(3),
  'a timed symbol': () => ({ samples: new Float32Array(4), timestamp: Symbol('now') }),
  'a timed bigint': () => ({ samples: new Float32Array(4), timestamp: 5n }),
  'a timed nothing': () => ({ samples: null, timestamp: 0 }),
};

const ALL = { ...CLONEABLE, ...OTHERS };

/** The value of this name, made anew. */
export const valueOf = (name) => ALL[name]();

export const cloneable = fc.constantFrom(...Object.keys(CLONEABLE));
export const anything = fc.constantFrom(...Object.keys(ALL));
