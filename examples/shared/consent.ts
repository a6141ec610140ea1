import type { Consent } from 'undertone';
import { element } from './dom.js';

export interface ConsentRequest {
  /** Whose speech is analysed. */
  subjects: readonly string[];
  purpose: string;
  /** What is agreed to, in the words of the person at the screen. */
  statement: string;
}

/** Asks in a dialog before anything is analysed. Resolves to a record for each subject, or `null` if they do not agree. */
export function askConsent({ subjects, purpose, statement }: ConsentRequest): Promise<Consent[] | null> {
  const agree = element('input', { type: 'checkbox', required: true });
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'consent-title' }, 'Before we listen'),
    element(
      'dl',
      {},
      element('dt', {}, 'Who'),
      element('dd', {}, subjects.join(' and ')),
      element('dt', {}, 'What for'),
      element('dd', {}, purpose),
      element('dt', {}, 'Where'),
      element('dd', {}, 'In this page only. No audio leaves it, and nothing is kept after it is closed.'),
    ),
    element('label', {}, agree, element('span', {}, statement)),
    element(
      'div',
      { class: 'controls' },
      element('button', { type: 'submit', value: 'agree', class: 'primary' }, 'Agree and start'),
      element('button', { type: 'submit', value: '', formNoValidate: true }, 'Not now'),
    ),
  );
  const dialog = element('dialog', { 'aria-labelledby': 'consent-title' }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const obtainedAt = new Date();
      resolve(dialog.returnValue === 'agree' ? subjects.map((subject) => ({ subject, purpose, obtainedAt })) : null);
    });
  });
}
