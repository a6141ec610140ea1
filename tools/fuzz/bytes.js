/** Changes to bytes, as numbers that can be printed and made smaller. */
import fc from 'fast-check';

const WORDS = [
  0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
];

/** A place in a file, from 0 to 1; what is at its beginning tells most. */
const place = fc.oneof(
  { weight: 3, arbitrary: fc.nat(63).map((at) => ({ at })) },
  { weight: 2, arbitrary: fc.nat(1023).map((at) => ({ at })) },
  { weight: 2, arbitrary: fc.nat(999).map((share) => ({ share: share / 1000 })) },
);

const edit = fc.oneof(
  fc.record({ op: fc.constant('set'), place, byte: fc.nat(255) }),
  fc.record({ op: fc.constant('flip'), place, bit: fc.nat(7) }),
  fc.record({
    op: fc.constant('word'),
    place,
    size: fc.constantFrom(2, 4, 8),
    little: fc.boolean(),
    word: fc.constantFrom(...WORDS),
  }),
  fc.record({ op: fc.constant('cut'), place }),
  fc.record({ op: fc.constant('drop'), place, length: fc.nat(300) }),
  fc.record({ op: fc.constant('fill'), place, length: fc.nat(300), byte: fc.constantFrom(0, 0xff, 0x41) }),
  fc.record({ op: fc.constant('insert'), place, bytes: fc.array(fc.nat(255), { maxLength: 16 }) }),
  fc.record({ op: fc.constant('repeat'), place, length: fc.nat(300), times: fc.integer({ min: 1, max: 20 }) }),
);

export const edits = fc.array(edit, { minLength: 1, maxLength: 5 });

const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

function writeWord(bytes, at, { size, little, word }) {
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? (word >>> (8 * i)) & 0xff : word === 0xffff_ffff ? 0xff : 0;
    const to = at + (little ? i : size - 1 - i);
    if (to < bytes.length) bytes[to] = byte;
  }
}

/** `bytes` after all of `changes`; the original stays as it is. */
export function change(bytes, changes) {
  let now = Uint8Array.from(bytes);
  for (const { op, place: where, ...how } of changes) {
    const at = Math.min(where.at ?? Math.floor(where.share * now.length), now.length);
    const [before, after] = [now.subarray(0, at), now.subarray(at)];
    if (op === 'set' && at < now.length) now[at] = how.byte;
    else if (op === 'flip' && at < now.length) now[at] ^= 1 << how.bit;
    else if (op === 'word') writeWord(now, at, how);
    else if (op === 'cut') now = now.slice(0, at);
    else if (op === 'drop') now = join(before, after.subarray(how.length));
    else if (op === 'fill') now.fill(how.byte, at, at + how.length);
    else if (op === 'insert') now = join(before, Uint8Array.from(how.bytes), after);
    else if (op === 'repeat') now = join(before, ...new Array(how.times).fill(after.subarray(0, how.length)), after);
  }
  return now;
}
