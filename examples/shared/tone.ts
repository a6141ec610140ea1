import type { Estimate, Label, StreamState } from 'undertone';
import { percent } from './format.js';

/** In the order in which they are drawn, from the best to the worst. */
export const TONES: readonly Label[] = ['positive', 'neutral', 'negative'];

export const TONE_WORDS: Record<Label, string> = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' };

/** Theme variables, so that charts follow light and dark by themselves: for text, and paler for areas. */
export const TONE_COLOURS: Record<Label, { text: string; fill: string }> = {
  positive: { text: 'var(--positive)', fill: 'var(--positive-fill)' },
  neutral: { text: 'var(--neutral)', fill: 'var(--neutral-fill)' },
  negative: { text: 'var(--negative)', fill: 'var(--negative-fill)' },
};

/** An estimate without a label rests on too little speech: that is no tone, least of all a neutral one. */
export const NO_TONE = 'Not enough speech';

export const STATE_WORDS: Record<StreamState, string> = {
  loading: 'Waiting for the first 2.5 s',
  running: 'Listening',
  'no-speech': 'Nobody speaks',
  muted: 'Muted: no audio arrives',
  recovering: 'Starting anew after a crash',
  suspended: 'Audio is held back by the browser',
  paused: 'Paused',
  ended: 'Ended',
};

const MOUTHS: Record<Label, string> = {
  positive: 'M15 28c2.5 4 5.5 6 9 6s6.5-2 9-6',
  neutral: 'M16 31h16',
  negative: 'M15 34c2.5-4 5.5-6 9-6s6.5 2 9 6',
};

/** A face for each tone, so that colour is not the only sign; an empty ring for none. */
export function toneIcon(label: Label | null): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  const stroke = 'fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"';
  const face = label
    ? `<circle cx="24" cy="24" r="20" ${stroke}/><path d="${MOUTHS[label]}" ${stroke}/>
       <circle cx="17.5" cy="20" r="2.5" fill="currentColor"/><circle cx="30.5" cy="20" r="2.5" fill="currentColor"/>`
    : `<circle cx="24" cy="24" r="20" ${stroke} stroke-dasharray="4 8"/>`;
  svg.innerHTML = face;
  return svg;
}

/** An estimate in words: `Negative 62%`, or that there is too little speech. */
export function describe({ label, scores }: Estimate): string {
  return label && scores ? `${TONE_WORDS[label]} ${percent(scores[label])}` : NO_TONE;
}
