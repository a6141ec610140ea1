import type { Label, NoLabelReason, StreamState, ToneEvent } from 'undertone';

/** Names of what the elements say. Labels, states, reasons and stretches have their own names; the rest say where they stand. */
export type TextKey =
  | Label
  | NoLabelReason
  | StreamState
  | keyof Pick<ToneEvent, 'window' | 'recent' | 'call'>
  | 'off'
  | 'revoked'
  | 'failed'
  | 'raise-gain'
  | 'before'
  | 'tone'
  | 'tone-of'
  | 'analysis-on'
  | 'analysis-held'
  | 'analysis-off'
  | 'speaking'
  | 'level'
  | 'decibels'
  | 'speech'
  | 'audio'
  | 'timeline'
  | 'timeline-of'
  | 'position'
  | 'tone-over'
  | 'nothing-yet'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-reset'
  | 'earlier'
  | 'later'
  | 'save-as'
  | 'consent'
  | 'not-agreed'
  | 'ask'
  | 'agreed'
  | 'withdraw'
  | 'withdrawn'
  | 'consent-title'
  | 'who'
  | 'what-for'
  | 'where'
  | 'where-text'
  | 'statement'
  | 'notice'
  | 'agree'
  | 'not-now';

/** What the elements say in one language. `{name}` stands for a value that the element puts there. */
export type ElementTexts = Readonly<Record<TextKey, string>>;

/** Texts in place of those that ship: some of them, or a function from the language of the element to some of them. */
export type CustomTexts = Partial<ElementTexts> | ((lang: string) => Partial<ElementTexts>);
