import type { Label } from 'undertone';
import type { ToneOfStretch } from '../report.js';
import type { UnheardReason } from '../speaker-log.js';

/** In the order in which they are drawn and listed. */
export const TONES: readonly Label[] = ['positive', 'neutral', 'negative'];

export const TONE_WORDS: Record<Label, string> = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' };

/** A shape for each tone, so that colour is not the only sign. */
const SHAPES: Record<Label, string> = { positive: '▲', neutral: '●', negative: '▼' };

/** In the order in which they are listed: name and meaning. */
export const UNHEARD_WORDS: Record<UnheardReason, readonly [string, string]> = {
  'no-speech': ['Nobody spoke', 'audio came, and no speech in it'],
  'too-quiet': ['Too quiet', 'somebody spoke, too quietly to be judged; the microphone needs gain'],
  muted: ['Muted', 'the microphone or the other side was muted'],
  paused: ['Paused', 'the app did not listen'],
  suspended: ['Suspended', 'the browser held the audio back, or none was handed over'],
  recovering: ['Recovering', 'the analysis had crashed and was started again'],
  overload: ['Overload', 'the machine could not keep up'],
  gap: ['Gap', 'no audio came, or too little to be judged, for none of these reasons'],
};

export const UNHEARD_REASONS = Object.keys(UNHEARD_WORDS) as UnheardReason[];

/** `95` as `1:35`, and from an hour on `1:01:35`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`;
}

/** `0.834` as `83 %`, in one piece at the end of a line. */
export function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** Seconds as people say them: `47 s`, or `4:05` from a minute on. */
export function lasting(seconds: number): string {
  return seconds < 60 ? `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.floor(seconds + 1e-6)} s` : clock(seconds);
}

/** A label with its shape, as markup. */
export function tone(label: Label): string {
  return `<span class="tone ${label}"><span aria-hidden="true">${SHAPES[label]}</span> ${TONE_WORDS[label]}</span>`;
}

/** A tone in words and numbers, as markup. */
export function toneWithScore({ label, scores, reason }: ToneOfStretch): string {
  return label && scores ? `${tone(label)} ${percent(scores[label])}` : `<span class="none">${withoutTone(reason)}</span>`;
}

/** Why there is no tone. */
export function withoutTone(reason: ToneOfStretch['reason']): string {
  return reason === 'too-quiet' ? 'Too quiet to say' : 'Not enough speech';
}
