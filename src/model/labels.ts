/** How speech sounds. The order is the model's. */
export const LABELS = ['negative', 'neutral', 'positive'] as const;
/** One of `LABELS`. */
export type Label = (typeof LABELS)[number];

/** A probability in [0, 1] for each label; they sum to 1. */
export type Scores = Readonly<Record<Label, number>>;

/** @param probabilities in the order of `LABELS` */
export function toScores([negative, neutral, positive]: readonly [number, number, number]): Scores {
  return { negative, neutral, positive };
}

/** The most probable label; the first of `LABELS` on a tie. */
export function argmax(scores: Scores): Label {
  return LABELS.reduce((best, label) => (scores[label] > scores[best] ? label : best));
}
