/** Recordings whose bytes are not what they should be. */
import fc from 'fast-check';
import { change, edits } from '../bytes.js';
import { CLIPS, wav } from '../clips.js';
import { ensure, outcome, rightTone, typed } from '../expect.js';
import { besides, CONSENT, shared, watched } from '../world.js';

const WARNINGS = ['bad-samples', 'truncated', 'other-tracks', 'separate-speakers'];

const word = fc.constantFrom(0, 1, 2, 3, 4, 8, 12, 16, 17, 24, 32, 33, 64, 255, 256, 0x7fff, 0x8000, 0xffff);
const long = fc.constantFrom(0, 1, 2, 100, 999, 3000, 8000, 96_000, 768_000, 10_000_000, 0x7fff_ffff, 0xffff_ffff);
const header = fc.record(
  {
    tag: fc.constantFrom(0, 1, 3, 6, 7, 0x55, 0xfffe),
    channels: word,
    rate: long,
    bits: word,
    align: word,
    riff: long,
    size: long,
  },
  { requiredKeys: [] },
);

const options = { channels: fc.constantFrom('mix', 'separate'), hopMs: fc.constantFrom(500, 2500, 5000) };
const changed = fc.record({ clip: fc.constantFrom(...Object.keys(CLIPS)), edits, ...options });
const headed = fc.record({ header, ...options });
const random = fc.record({ bytes: fc.uint8Array({ maxLength: 2000 }).map((bytes) => [...bytes]), ...options });

const bytesOf = (given) => {
  if (given.header) return wav(given.header);
  return given.bytes ? Uint8Array.from(given.bytes) : change(CLIPS[given.clip], given.edits);
};

function rightProgress({ analysed, duration }) {
  ensure(Number.isFinite(analysed) && analysed >= 0, `analysed ${analysed}`);
  ensure(duration === null || (Number.isFinite(duration) && duration >= 0), `duration ${duration}`);
}

async function analyse(undertone, bytes, how) {
  const before = [];
  const leaving = new AbortController();
  const wrong = [];
  const note = (check) => (told) => {
    try {
      check(told);
    } catch (error) {
      wrong.push(error);
    }
  };
  const analysis = undertone.analyzeFile(new Blob([bytes]), {
    ...how,
    consent: CONSENT,
    signal: leaving.signal,
    onProgress: note(rightProgress),
    onWarning: note((warning) => typed(warning, WARNINGS)),
  });
  // What goes on for ever would starve the cases that follow.
  const timer = setTimeout(() => leaving.abort(), 20_000);
  try {
    for await (const tone of analysis) {
      const channel = tone.channel ?? 0;
      rightTone(tone, before[channel]);
      before[channel] = tone;
    }
    await analysis.summary;
  } finally {
    clearTimeout(timer);
  }
  if (wrong.length > 0) throw wrong[0];
}

export const file = {
  arbitrary: fc.record({
    given: fc.oneof({ weight: 8, arbitrary: changed }, { weight: 2, arbitrary: headed }, { weight: 1, arbitrary: random }),
    watched,
  }),
  async run({ given, watched: both }) {
    const { channels, hopMs } = given;
    const undertone = await shared();
    return besides(undertone, () => outcome(['bad-source'], () => analyse(undertone, bytesOf(given), { channels, hopMs })), both);
  },
};
