import type { Hop, UnheardReason } from './speaker-log.js';

/** A stretch of a speaker's stream of which nothing was heard. Times are seconds of the call. */
export interface Unheard {
  /** Why. */
  readonly reason: UnheardReason;
  /** First second. */
  readonly from: number;
  /** Last second. */
  readonly to: number;
}

/** The stretches of which nothing was heard; those with one reason that touch are one. @param offset as of turning points */
export function findUnheard(hops: readonly Hop[], offset: number): Unheard[] {
  const stretches: Unheard[] = [];
  const add = (reason: UnheardReason | null, from: number, to: number) => {
    if (!reason || to <= from) return;
    const last = stretches.at(-1);
    if (last?.reason === reason && last.to === offset + from) stretches.splice(-1, 1, { ...last, to: offset + to });
    else stretches.push({ reason, from: offset + from, to: offset + to });
  };
  for (const { before, from, to, missing, silent } of hops) {
    add(missing, before, from);
    add(silent, from, to);
  }
  return stretches;
}

/** How long two speakers spoke at once, in seconds: at least, and at most. */
export interface OverlapBounds {
  /** What cannot be otherwise: there was more speech than time. */
  readonly least: number;
  /** What is possible. */
  readonly most: number;
}

/**
 * How long two spoke at once. A hop says how much of it is speech, not where: in a stretch that two hops share, there is at least
 * what does not fit beside each other, and at most what the one has who spoke less. Speech counts as spread evenly over its hop.
 * @param offsets seconds of the call at which either stream begins
 */
export function findOverlap(a: readonly Hop[], b: readonly Hop[], offsets: readonly [number, number]): OverlapBounds {
  let [least, most] = [0, 0];
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [one, other] = [stretch(a[i]!, offsets[0]), stretch(b[k]!, offsets[1])];
    const shared = Math.min(one.to, other.to) - Math.max(one.from, other.from);
    if (shared > 0) {
      least += Math.max(0, one.share + other.share - 1) * shared;
      most += Math.min(one.share, other.share) * shared;
    }
    if (one.to <= other.to) i++;
    else k++;
  }
  return { least, most };
}

function stretch({ from, to, speechSeconds }: Hop, offset: number) {
  return { from: offset + from, to: offset + to, share: to > from ? Math.min(1, speechSeconds / (to - from)) : 0 };
}
