/** Of a hundred cases, how many are of each kind: what costs a new worker comes less often. */
const SHARES = {
  file: 42,
  pcm: 25,
  'to the worker': 13,
  model: 9,
  manifest: 6,
  'from the worker': 3,
  'shipped model': 1,
  cache: 1,
};

const ROUND = Object.values(SHARES).reduce((a, b) => a + b);

/** The kinds of a round, each spread evenly over it. */
const kinds = [];
const counts = Object.fromEntries(Object.keys(SHARES).map((kind) => [kind, 0]));
for (let i = 0; i < ROUND; i++) {
  const behind = ([kind, share]) => (share * (i + 1)) / ROUND - counts[kind];
  const [kind] = Object.entries(SHARES).reduce((a, b) => (behind(b) > behind(a) ? b : a));
  counts[kind]++;
  kinds.push(kind);
}

/** What case `number` of a run is: it does not depend on those before it. */
export const caseOf = (seed, number) => ({ kind: kinds[number % ROUND], seed: (Math.imul(seed, 0x9e3779b1) + number) | 0 });
