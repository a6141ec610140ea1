/** What happens in generated calls, as data: the same seed gives the same calls. */
import fc from 'fast-check';

/** Rates of the contexts, in Hz. */
export const RATES = [16_000, 44_100, 48_000];

const who = fc.nat(3);
const source = fc.record({
  kind: fc.constantFrom('node', 'track', 'stream', 'pcm'),
  rate: fc.constantFrom(...RATES),
  scene: fc.constantFrom('speech', 'speech', 'double talk', 'hold music', 'silence'),
});
const of = (name, fields = {}) => fc.record({ do: fc.constant(name), ...fields });

const joins = of('join', { source, hopMs: fc.constantFrom(500, 1000, 2500) });

/** What happens every day; `who` is one of those on the call. */
const everyday = [
  { weight: 9, arbitrary: joins },
  { weight: 4, arbitrary: of('leave', { who }) },
  { weight: 1, arbitrary: of('withdraw consent', { who }) },
  { weight: 2, arbitrary: of('pause', { who }) },
  { weight: 3, arbitrary: of('resume', { who }) },
  { weight: 2, arbitrary: of('mute', { who }) },
  { weight: 3, arbitrary: of('unmute', { who }) },
  { weight: 3, arbitrary: of('swap tracks', { who }) },
  { weight: 3, arbitrary: of('replace', { who, source }) },
  { weight: 2, arbitrary: of('track ends', { who, source }) },
  { weight: 3, arbitrary: of('scene', { who, scene: source.map(({ scene }) => scene) }) },
  { weight: 2, arbitrary: of('suspend', { rate: fc.constantFrom(...RATES) }) },
  { weight: 3, arbitrary: of('wake') },
  { weight: 1, arbitrary: of('recording') },
  { weight: 1, arbitrary: of('background') },
  {
    weight: 3,
    arbitrary: of('come and go', {
      source,
      streams: fc.integer({ min: 2, max: 20 }),
      moment: fc.constantFrom('in the same tick', 'while it loads', 'after a tone'),
      how: fc.constantFrom('stop', 'revoke'),
    }),
  },
  { weight: 12, arbitrary: of('listen', { who, hops: fc.integer({ min: 1, max: 12 }) }) },
];

const disasters = [
  { weight: 3, arbitrary: of('worker dies') },
  { weight: 2, arbitrary: of('cache is evicted') },
  { weight: 2, arbitrary: of('network is gone') },
  { weight: 3, arbitrary: of('network is back') },
  { weight: 1, arbitrary: of('app closes a context', { rate: fc.constantFrom(...RATES) }) },
];

const callOf = (actions, most) => fc.array(fc.oneof(...actions), { minLength: Math.ceil((2 * most) / 3), maxLength: most });

/**
 * @param {number} seed
 * @param {number} number of the call
 * @param {boolean} rough whether the worker, the cache, the network and the app may fail
 * @param {number} most actions
 */
export function callScript(seed, number, rough, most) {
  const [actions] = fc.sample(callOf(rough ? [...everyday, ...disasters] : everyday, most), {
    seed: seed * 100_003 + number,
    numRuns: 1,
  });
  return actions;
}
