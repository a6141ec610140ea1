/** What an app may write into a source, in whatever order, and how that may end. */
import fc from 'fast-check';
import { PcmSource } from '/dist/index.js';
import { collecting, ensure, outcome, rightTone, typed } from '../expect.js';
import { anything, valueOf } from '../values.js';
import { besides, CONSENT, shared, sound, watched } from '../world.js';

const FILLS = {
  sound,
  silence: (length) => new Float32Array(length),
  NaN: (length) => new Float32Array(length).fill(Number.NaN),
  infinite: (length) => new Float32Array(length).fill(Number.NEGATIVE_INFINITY),
  huge: (length) => new Float32Array(length).fill(3.4e38),
  tiny: (length) => new Float32Array(length).fill(1e-45),
  mixed: (length) => sound(length).map((sample, i) => (i % 7 === 0 ? Number.NaN : i % 11 === 0 ? 1e35 : sample)),
};

const time = fc.oneof(
  fc.integer({ min: -2_000_000, max: 20_000_000 }),
  fc.constantFrom(0, -1, 1e12, -1e12, 2 ** 53, -(2 ** 53), 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY),
);
const length = fc.oneof(fc.nat(3), fc.nat(5000), fc.constantFrom(8000, 16_000, 40_000));
const fill = fc.constantFrom(...Object.keys(FILLS));
const chunk = fc.oneof(
  { weight: 5, arbitrary: fc.record({ fill, length, timestamp: fc.option(time, { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ fill, lengths: fc.array(length, { maxLength: 4 }), integers: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ fill, data: fc.constantFrom('open', 'closed', 'of another rate'), timestamp: time }) },
  { weight: 2, arbitrary: fc.record({ value: anything }) },
);

const call = fc.oneof(
  { weight: 6, arbitrary: fc.record({ write: chunk, waits: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ pipe: fc.array(chunk, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.constantFrom({ call: 'pause' }, { call: 'resume' }, { call: 'replace' }) },
);

function chunkOf({ value, data, lengths, integers, fill: how, length: count, timestamp }, { sampleRate }) {
  if (value !== undefined) return valueOf(value);
  if (lengths) return lengths.map((each) => (integers ? new Int16Array(each) : FILLS[how](each)));
  if (!data) return timestamp === undefined ? FILLS[how](count) : { samples: FILLS[how](count), timestamp };
  const rate = data === 'of another rate' ? 22_050 : Math.max(3000, sampleRate);
  const audio = new AudioData({
    format: 'f32-planar',
    sampleRate: rate,
    numberOfFrames: 480,
    numberOfChannels: 1,
    timestamp: Number.isSafeInteger(timestamp) ? timestamp : 0,
    data: FILLS[how](480),
  });
  if (data === 'closed') audio.close();
  return audio;
}

const WRITING = ['bad-source', 'closed'];
const TOLD = ['bad-samples', 'bad-source', 'track-ended'];

async function pipe(source, chunks) {
  const writer = source.writable.getWriter();
  writer.closed.catch(() => {});
  writer.ready.catch(() => {});
  try {
    for (const each of chunks) await writer.write(chunkOf(each, source));
  } finally {
    writer.releaseLock();
  }
}

/** Feeds a stream as `given` says. @returns what became of each call */
async function feed(undertone, { sampleRate, channels, calls, end }) {
  let source = new PcmSource({ sampleRate, channels });
  const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
  const { wrong, check } = collecting();
  let before;
  let ends = 0;
  stream.on(
    'tone',
    check((tone) => (rightTone(tone, before), (before = tone))),
  );
  stream.on(
    'error',
    check((error) => typed(error, TOLD)),
  );
  stream.on('end', () => ends++);
  const pending = [];
  const outcomes = [];
  const attempt = (use, codes = WRITING) => {
    const done = outcome(codes, use).then((what) => outcomes.push(what));
    done.catch(() => {});
    pending.push(done);
    return done;
  };
  for (const { write, waits, pipe: piped, call: name } of calls) {
    if (write) {
      const into = source;
      const done = attempt(() => into.write(chunkOf(write, into)));
      if (waits) await done;
    } else if (piped) await attempt(() => pipe(source, piped));
    else if (name === 'replace') {
      source = new PcmSource({ sampleRate: 8000, channels });
      const next = source;
      await attempt(() => stream.replace(next), ['closed']);
    } else await attempt(() => stream[name](), ['closed']);
  }
  if (end === 'close') await attempt(() => source.close());
  if (end === 'abort') await source.writable.abort('no reason').catch(() => {});
  if (end === 'revoke') await stream.revoke();
  await outcome(['closed'], () => stream.stop());
  await Promise.all(pending);
  if (wrong.length > 0) throw wrong[0];
  ensure(ends >= 1 && stream.state === 'ended', `ended ${ends} times, ${stream.state}`);
  return outcomes.find((what) => what !== 'right') ?? 'right';
}

const fed = fc.record({
  sampleRate: fc.constantFrom(8000, 11_025, 16_000, 44_100, 48_000, 384_000),
  channels: fc.constantFrom(1, 1, 2, 3, 32),
  calls: fc.array(call, { maxLength: 8 }),
  end: fc.constantFrom('stop', 'close', 'abort', 'revoke'),
});
const named = fc.constantFrom('hopMs', 'recentMs', 'id', 'consent', 'sampleRate', 'channels', 'source');
const refused = fc.record({ option: named, value: anything });

/** Options that are none. */
async function start(undertone, { option, value }) {
  const given = valueOf(value);
  const of = (...names) => (names.includes(option) ? { [option]: given } : {});
  const source = new PcmSource({ sampleRate: 16_000, ...of('sampleRate', 'channels') });
  const heard = option === 'source' ? given : source;
  const stream = undertone.analyze(heard, { consent: CONSENT, ...of('hopMs', 'recentMs', 'id', 'consent') });
  await stream.stop();
}

export const pcm = {
  arbitrary: fc.record({ given: fc.oneof({ weight: 5, arbitrary: fed }, { weight: 1, arbitrary: refused }), watched }),
  async run({ given, watched: both }) {
    const undertone = await shared();
    const codes = ['bad-options', 'bad-source', 'consent-required', 'closed'];
    const use = () => (given.option ? outcome(codes, () => start(undertone, given)) : feed(undertone, given));
    return besides(undertone, use, both);
  },
};
