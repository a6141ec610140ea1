import { html, setAttributes, setText } from './dom.js';
import type { Words } from '../texts/words.js';

export interface Question {
  readonly subjects: readonly string[];
  readonly purpose: string;
  readonly statement: string;
}

/** Returned by the dialog where they agree; Escape and the other button return nothing. */
const AGREED = 'agree';

/** The modal dialog that asks. Without the tick there is no agreement: a press of Enter alone gives none. */
export function createConsentDialog() {
  const title = html('h2', { part: 'title', id: 'title', tabindex: -1 });
  const terms = { who: html('dt'), what: html('dt'), where: html('dt') };
  const details = { who: html('dd'), what: html('dd'), where: html('dd') };
  const tick = html('input', { type: 'checkbox', required: true });
  const statement = html('span', { part: 'statement' });
  const notice = html('slot', { name: 'notice' });
  const agree = html('button', { type: 'submit', value: AGREED, part: 'agree', class: 'primary' });
  const notNow = html('button', { type: 'submit', value: '', part: 'not-now', formnovalidate: true });
  const form = html(
    'form',
    { method: 'dialog' },
    title,
    html('dl', {}, terms.who, details.who, terms.what, details.what, terms.where, details.where),
    html('div', { part: 'notice', class: 'muted' }, notice),
    html('label', {}, tick, statement),
    html('div', { class: 'buttons' }, agree, notNow),
  );
  const dialog = html('dialog', { part: 'dialog', 'aria-labelledby': 'title' }, form);
  let answer: ((agreed: boolean) => void) | undefined;
  const settle = (agreed: boolean) => {
    answer?.(agreed);
    answer = undefined;
  };
  // It comes late: the next question may be open by then.
  dialog.addEventListener('close', () => {
    if (!dialog.open) settle(dialog.returnValue === AGREED);
  });

  return {
    element: dialog,
    ask(): Promise<boolean> {
      tick.checked = false;
      dialog.returnValue = '';
      dialog.showModal();
      // The browser would begin at the tick, and a screen reader would not say what it is for.
      title.focus();
      return new Promise((resolve) => (answer = resolve));
    },
    /** Taken out of the document, a dialog says nothing of its end. */
    dismiss(): void {
      dialog.close();
      settle(false);
    },
    render(words: Words, { subjects, purpose, statement: agreement }: Question): void {
      const list = new Intl.ListFormat(words.lang).format(subjects);
      setAttributes(dialog, { lang: words.lang, dir: words.dir });
      setText(title, words.say('consent-title'));
      setText(terms.who, words.say('who'));
      setText(details.who, list);
      setText(terms.what, words.say('what-for'));
      setText(details.what, purpose);
      setText(terms.where, words.say('where'));
      setText(details.where, words.say('where-text'));
      setText(notice, words.say('notice'));
      setText(statement, agreement);
      setText(agree, words.say('agree'));
      setText(notNow, words.say('not-now'));
    },
  };
}
