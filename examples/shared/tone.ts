import type { Estimate, Label } from 'undertone';
import { percent } from './format.js';

/** In the order in which they are drawn, from the best to the worst. */
export const TONES: readonly Label[] = ['positive', 'neutral', 'negative'];

export const TONE_WORDS: Record<Label, string> = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' };

/** An estimate without a label rests on too little speech: that is no tone, least of all a neutral one. */
export const NO_TONE = 'Not enough speech';

/** An estimate in words: `Negative 62%`, or that there is too little speech. */
export function describe({ label, scores }: Estimate): string {
  return label && scores ? `${TONE_WORDS[label]} ${percent(scores[label])}` : NO_TONE;
}
