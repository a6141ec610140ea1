/** The page in which `npm run fuzz` tries its cases; its functions are called from tools/fuzz/fuzz.mjs. */
import fc from 'fast-check';
import { cache } from './kinds/cache.js';
import { file } from './kinds/file.js';
import { fromWorker } from './kinds/from-worker.js';
import { manifest } from './kinds/manifest.js';
import { model, shippedModel } from './kinds/model.js';
import { pcm } from './kinds/pcm.js';
import { toWorker } from './kinds/to-worker.js';
import { rest, setElsewhere } from './world.js';
import { within } from './expect.js';

const KINDS = {
  file,
  pcm,
  'to the worker': toWorker,
  model,
  manifest,
  'from the worker': fromWorker,
  'shipped model': shippedModel,
  cache,
};

/** Far more than any case takes; and what may be spent on making a failing one smaller. */
const LIMIT_MS = 90_000;
const SHRINK_MS = 20_000;

globalThis.fuzz = {
  open: setElsewhere,
  /** @returns {Promise<{ outcome: string, problem?: string, what?: string }>} */
  async run({ kind, seed }) {
    const { arbitrary, run } = KINDS[kind];
    let outcome;
    let first;
    const property = fc.asyncProperty(arbitrary, async (given) => {
      first ??= given;
      outcome = await within(LIMIT_MS, run(given), 'the case');
    });
    const { failed, errorInstance } = await fc.check(property, { seed, numRuns: 1, endOnFailure: true });
    if (!failed) return { outcome };
    // Once more, to be made smaller: a slow machine may not get to the end of that.
    const details = await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: SHRINK_MS });
    const problem = String((details.errorInstance ?? errorInstance)?.message ?? errorInstance);
    return { outcome: 'failed', problem, what: fc.stringify(details.counterexample ?? first).slice(0, 1500) };
  },
  /** A case as it was generated: of one that the page did not survive nothing else can be said. */
  show({ kind, seed }) {
    let first;
    fc.check(
      fc.property(KINDS[kind].arbitrary, (given) => void (first = given)),
      { seed, numRuns: 1 },
    );
    return fc.stringify(first).slice(0, 1500);
  },
  /** Closes what cases share, so that only what leaks is left. */
  rest,
};
