import { growth, mb } from '../soak/verdict.mjs';

/** By how much memory may grow from the first third of a run to its last, in bytes: what engines keep of what they compiled. */
const MAX_GROWTH = 4e6;

/** Measures that are not judged, as caches and pools fill, and those from which the others are. */
const WARM_UP = 4;
const ENOUGH = 12;

/** @returns {{ lines: string[], problems: string[] }} what to print, and what is wrong; empty where all is well */
export function judge({ cases, memory, problems: found }) {
  const problems = [...found];
  const kinds = Map.groupBy(cases, ({ kind }) => kind);
  const lines = [`${cases.length} cases`];
  for (const [kind, all] of kinds) {
    const outcomes = [...Map.groupBy(all, ({ outcome }) => outcome)].map(([outcome, of]) => `${of.length} ${outcome}`);
    const longest = Math.max(...all.map(({ ms }) => ms));
    lines.push(`${kind}: ${all.length} (${outcomes.sort().join(', ')}), the longest ${longest} ms`);
  }
  const judged = memory.slice(WARM_UP);
  if (judged.length < ENOUGH) return { lines: [...lines, 'too few cases to judge memory'], problems };
  const { first, last } = growth(judged, ({ bytes }) => bytes);
  const whole = growth(judged, ({ resident }) => resident);
  lines.push(`memory ${mb(first)} -> ${mb(last)}, process ${mb(whole.first)} -> ${mb(whole.last)}`);
  if (last - first > MAX_GROWTH) problems.push(`memory grew by ${mb(last - first)}`);
  return { lines, problems };
}
