import { growth, mb } from '../soak/verdict.mjs';

/** By how much memory may grow from the first third of a run to its last, in bytes: what engines keep of what they compiled. */
const MAX_GROWTH = 4e6;

/** Measures that are not judged, as caches and pools fill, and those from which the others are. */
const WARM_UP = 4;
const ENOUGH = 12;

/** @returns {{ lines: string[], problems: string[] }} what to print, and what is wrong; empty where all is well */
export function judge({ cases, memory, problems: found }) {
  const problems = [...found];
  const lines = [`${cases.length} cases`];
  for (const kind of new Set(cases.map((each) => each.kind))) {
    const all = cases.filter((each) => each.kind === kind);
    const outcomes = [...new Set(all.map(({ outcome }) => outcome))].sort((a, b) => (a < b ? -1 : 1));
    const counts = outcomes.map((outcome) => `${all.filter((each) => each.outcome === outcome).length} ${outcome}`);
    const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
    lines.push(`${kind}: ${all.length} (${counts.join(', ')}), ${times[times.length >> 1]} ms each, at most ${times.at(-1)} ms`);
  }
  const judged = memory.slice(WARM_UP);
  if (judged.length < ENOUGH) return { lines: [...lines, 'too few cases to judge memory'], problems };
  const { first, last } = growth(judged, ({ bytes }) => bytes);
  const whole = growth(judged, ({ resident }) => resident);
  lines.push(`memory ${mb(first)} -> ${mb(last)}, process ${mb(whole.first)} -> ${mb(whole.last)}`);
  if (last - first > MAX_GROWTH) problems.push(`memory grew by ${mb(last - first)}`);
  return { lines, problems };
}
