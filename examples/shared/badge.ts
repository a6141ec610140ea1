import type { Estimate, Label } from 'undertone';
import { element, setText } from './dom.js';
import { percent } from './format.js';
import { NO_TONE, TONE_WORDS, toneIcon } from './tone.js';

export interface Badge {
  readonly element: HTMLElement;
  /** Shows `estimate`, or that there is none yet. */
  update(estimate: Estimate | null): void;
}

/** The live badge: a face, the tone in a word, and how sure it is. Changes of the word are announced. */
export function createBadge(): Badge {
  const word = element('strong', { 'aria-live': 'polite' });
  const detail = element('small');
  const icon = element('span', { class: 'icon' });
  const badge = element('div', { class: 'badge' }, icon, element('div', {}, word, detail));
  let shown: Label | null | undefined;

  const update = (estimate: Estimate | null) => {
    const label = estimate?.label ?? null;
    if (label !== shown) {
      shown = label;
      badge.dataset.tone = label ?? 'none';
      icon.replaceChildren(toneIcon(label));
    }
    setText(word, label ? TONE_WORDS[label] : estimate ? NO_TONE : 'No tone yet');
    setText(
      detail,
      estimate?.label && estimate.scores
        ? `${percent(estimate.scores[estimate.label])} · last 30 s of speech`
        : 'Tone of the last 30 s of speech',
    );
  };
  update(null);
  return { element: badge, update };
}
