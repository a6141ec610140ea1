import type { Estimate, ToneEvent } from 'undertone';
import { element, setText } from './dom.js';
import { percent } from './format.js';
import { describe, TONES, TONE_WORDS } from './tone.js';

export type Estimates = Pick<ToneEvent, 'window' | 'recent' | 'call'>;

export const ESTIMATE_NAMES: Record<keyof Estimates, string> = {
  window: 'Last 5 s',
  recent: 'Last 30 s of speech',
  call: 'Whole call',
};

export interface EstimatesView {
  readonly element: HTMLElement;
  update(estimates: Estimates): void;
  clear(): void;
}

/** The three estimates of a stream, each as words and as a bar. */
export function createEstimatesView(): EstimatesView {
  const rows = {
    window: createRow(ESTIMATE_NAMES.window),
    recent: createRow(ESTIMATE_NAMES.recent),
    call: createRow(ESTIMATE_NAMES.call),
  };
  const names = Object.keys(rows) as (keyof Estimates)[];
  const clear = () => {
    for (const row of Object.values(rows)) row.show('–', []);
  };
  clear();
  return {
    element: element(
      'div',
      {},
      element('dl', { class: 'estimates' }, ...names.map((name) => rows[name].element)),
      element(
        'p',
        { class: 'key', 'aria-hidden': 'true' },
        ...TONES.map((tone) => element('span', { class: `key-${tone}` }, TONE_WORDS[tone])),
      ),
    ),
    clear,
    update(estimates) {
      for (const name of names) rows[name].show(describe(estimates[name]), shares(estimates[name]));
    },
  };
}

function shares({ scores }: Estimate): number[] {
  return scores ? TONES.map((tone) => scores[tone]) : [];
}

function createRow(name: string) {
  const value = element('dd');
  const parts = TONES.map((tone) => element('span', { class: `tone-${tone}` }));
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' }, ...parts);
  return {
    element: element('div', {}, element('dt', {}, name), value, bar),
    show(text: string, filled: readonly number[]) {
      setText(value, text);
      parts.forEach((part, i) => (part.style.flexBasis = percent(filled[i] ?? 0)));
    },
  };
}
