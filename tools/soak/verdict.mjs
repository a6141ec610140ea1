/** What a soak found, judged. */

/** By how much memory may grow from the first third of a shift to its last. */
const MAX_GROWTH = 0.03;

/** Calls of a shift from which its memory is judged: fewer tell more of the collector than of leaks. */
const ENOUGH_CALLS = 12;

/** What must not grow while an instance lives. Nodes and tracks are the page's as well, and freed when the browser likes. */
const FLAT = ['Worker', 'MessagePort', 'AbortSignal', 'HTMLMediaElement', 'worker threads', 'event listeners', 'timers'];

/** What must be gone once the instance and the page's contexts are closed. */
const GONE = [
  ...FLAT.filter((name) => name !== 'event listeners'),
  'AudioNode',
  'BaseAudioContext',
  'MediaStreamTrack',
  'worklets',
];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Names of the handles of which there are more than `floor` has. */
export const above = (handles, floor, names) => names.filter((name) => handles[name] > (floor[name] ?? 0));

/** Names of what grew beside the first calls of a shift, but for what the browser keeps. */
export const grown = (handles, floor, kept) => above(handles, floor, except(FLAT, kept));

/** Names of what is left where nothing should be, but for what the browser keeps. */
export const left = (handles, kept) => above(handles, {}, except(GONE, kept));

const except = (names, kept) => names.filter((name) => !kept.includes(name));

/** How much `value` of the calls grew: the medians of the last third and of the first one, after what warms up. */
export function growth(calls, value) {
  const third = Math.floor(calls.length / 3);
  const [first, last] = [calls.slice(0, third), calls.slice(-third)].map((part) => median(part.map(value)));
  return { first, last, share: last / first - 1 };
}

/**
 * @param {{ shifts: object[], problems: string[] }} found
 * @returns {{ lines: string[], problems: string[] }} what to print, and what is wrong; empty where all is well
 */
export function judge({ shifts, problems: found }) {
  const problems = [...found];
  const lines = [];
  for (const { name, calls, grew, left: remains } of shifts) {
    for (const what of grew) problems.push(`${name}: more and more of: ${what}`);
    for (const what of remains) problems.push(`${name}: left after close(): ${what}`);
    if (calls.length < ENOUGH_CALLS) {
      lines.push(`${name}: ${calls.length} calls, too few to judge memory; handles are judged`);
      continue;
    }
    const { first, last, share } = growth(calls, ({ bytes }) => bytes);
    const whole = growth(calls, ({ resident }) => resident);
    lines.push(
      `${name}: ${calls.length} calls, memory ${mb(first)} -> ${mb(last)} (${percent(share)}), process ${mb(whole.first)} -> ${mb(whole.last)} (${percent(whole.share)})`,
    );
    if (share > MAX_GROWTH) problems.push(`${name}: memory grew by ${percent(share)}`);
  }
  return { lines, problems };
}

export const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

const percent = (share) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
