/** Events as a stream gives them, of what is said of each window by hand. */

/** Scores whose highest is `label`. */
export const like = (label, probability = 0.6) => ({
  ...Object.fromEntries(['negative', 'neutral', 'positive'].map((name) => [name, (1 - probability) / 2])),
  [label]: probability,
});

const estimate = (start, end, speechSeconds, scores, reason) =>
  scores
    ? { start, end, speechSeconds, label: Object.keys(scores).toSorted((a, b) => scores[b] - scores[a])[0], scores, reason: null }
    : { start, end, speechSeconds, label: null, scores: null, reason };

/**
 * @param {{ speech: number, recent?: object, reason?: string, gap?: number, skipped?: number }[]} hops of 2.5 s: seconds of speech in
 *   each, how the last 30 s sound by then, why there is no label, seconds before it without audio, and of windows that were dropped
 * @param {{ id?: string, channel?: number, timeOrigin?: number }} [of] with a `timeOrigin`, a live stream
 */
export function toneEvents(hops, { id = 'a', channel, timeOrigin } = {}) {
  let [end, spoken] = [0, 0];
  return hops.map(({ speech, recent = like('neutral'), reason = 'too-little-speech', gap = 0, skipped = 0 }) => {
    const begin = end + gap + skipped;
    end = begin + 2.5;
    spoken += speech;
    const heard = speech > 0 ? recent : null;
    return {
      id,
      ...(channel !== undefined && { channel }),
      window: estimate(gap + skipped > 0 ? begin : Math.max(0, end - 5), end, speech, heard, reason),
      recent: estimate(0, end, Math.min(30, spoken), recent, reason),
      call: estimate(0, end, spoken, spoken > 0 ? recent : null, reason),
      speech: speech > 0 ? 0.9 : 0.05,
      gapSeconds: gap,
      latencyMs: timeOrigin === undefined ? null : 40,
      inferenceMs: 30,
      provider: 'wasm',
      timeOrigin: timeOrigin ?? 0,
    };
  });
}
