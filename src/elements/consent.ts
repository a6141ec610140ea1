import { UndertoneError, type Consent, type ToneStream } from 'undertone';
import { CONSENT_STYLES } from './consent.styles.js';
import { createConsentDialog } from './parts/consent-dialog.js';
import { button, html, setAttributes, setText } from './parts/dom.js';
import { UndertoneElement } from './parts/element.js';
import type { Words } from './texts/words.js';

/** What a withdrawal ends: a `ToneStream`, or whatever else erases what it holds. With `on`, it is noticed when others revoke it. */
export type Revocable = Pick<ToneStream, 'revoke'> & Partial<Pick<ToneStream, 'on'>>;

/**
 * `<undertone-consent>`: asks before anything is analysed, shows that it was agreed to and when, and lets it be withdrawn, which ends
 * the streams and erases what they hold. The records are the page's to keep: the element stores nothing.
 *
 * Attributes: `subject`, `purpose`, `statement`.
 * Parts: `consent`, `state`, `ask`, `withdraw`, `dialog`, `title`, `statement`, `notice`, `agree`, `not-now`. Slot: `notice`, in place of the
 * sentence on what the result must not be used for.
 * Events: `undertone-agree`, `undertone-refuse`, `undertone-revoke`; they bubble.
 *
 * @example
 * ```ts
 * import type { Undertone } from 'undertone';
 * import type { UndertoneConsent } from 'undertone/elements';
 *
 * async function start(element: UndertoneConsent, undertone: Undertone): Promise<void> {
 *   const [consent] = (await element.ask()) ?? [];
 *   if (!consent) return;
 *   const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
 *   element.stream = undertone.analyze(microphone, { consent });
 * }
 * ```
 */
export class UndertoneConsent extends UndertoneElement {
  /** @internal */
  static override readonly observedAttributes = [...UndertoneElement.observedAttributes, 'purpose', 'statement'];
  readonly #state = html('p', { part: 'state', role: 'status' });
  readonly #ask = button('ask', () => void this.ask().catch(reportError));
  readonly #withdraw = button('withdraw', () => void this.revoke().catch(reportError));
  readonly #dialog = createConsentDialog();
  readonly #consent = html(
    'div',
    { part: 'consent', role: 'group' },
    this.#state,
    this.#ask,
    this.#withdraw,
    this.#dialog.element,
  );
  #subjects: readonly string[] = [];
  #streams: readonly Revocable[] = [];
  #off: (() => void)[] = [];
  #records: readonly Consent[] | null = null;
  #withdrawn = false;
  #asking: Promise<Consent[] | null> | undefined;

  /** @internal */
  constructor() {
    super(CONSENT_STYLES);
    this.root.append(this.#consent);
  }

  /** Whose speech is analysed, one record each. Default: the one of the attribute `subject`, if there is one. */
  get subjects(): readonly string[] {
    return this.#subjects.length > 0 ? this.#subjects : this.subject ? [this.subject] : [];
  }

  set subjects(subjects: readonly string[]) {
    this.#subjects = subjects;
    this.requestRender();
  }

  /** What the tone is used for, in words for those who are asked. The attribute `purpose`. */
  get purpose(): string {
    return this.getAttribute('purpose') ?? '';
  }

  set purpose(purpose: string) {
    this.setAttribute('purpose', purpose);
  }

  /** What is agreed to, in the words of the one at the screen. The attribute `statement`. Default: that their voice is analysed in this page. */
  get statement(): string {
    return this.getAttribute('statement') ?? this.words.say('statement');
  }

  set statement(statement: string) {
    this.setAttribute('statement', statement);
  }

  /**
   * What was agreed to, a record for each of `subjects`; `null` before, and after a withdrawal. May be set, from what the page kept.
   * @throws `consent-required` where a record does not say when it was obtained
   */
  get records(): readonly Consent[] | null {
    return this.#records;
  }

  set records(records: readonly Consent[] | null) {
    if (records?.some(({ obtainedAt }) => Number.isNaN(new Date(obtainedAt).getTime()))) {
      throw new UndertoneError('consent-required', 'A record of consent needs obtainedAt: a Date, or what new Date() reads.');
    }
    this.#records = records?.length ? records : null;
    this.#withdrawn = false;
    this.requestRender();
  }

  /** The stream that a withdrawal revokes; the first of `streams`. */
  get stream(): Revocable | null {
    return this.#streams[0] ?? null;
  }

  set stream(stream: Revocable | null) {
    this.streams = stream ? [stream] : [];
  }

  /** The streams that a withdrawal revokes. Once all of them are revoked by others, consent is withdrawn here, too. */
  get streams(): readonly Revocable[] {
    return this.#streams;
  }

  set streams(streams: readonly Revocable[]) {
    for (const off of this.#off.splice(0)) off();
    this.#streams = streams;
    const left = new Set(streams);
    // Outside of a document, too: a withdrawal must not be missed.
    this.#off = streams.flatMap(
      (stream) =>
        stream.on?.('revoke', () => {
          left.delete(stream);
          if (left.size === 0) this.revoke().catch(reportError);
        }) ?? [],
    );
  }

  /**
   * Asks in a dialog. A second call while that is open waits for the same answer.
   * @returns a record for each of `subjects`, as `analyze()` takes it; `null` where they do not agree, and where the element is taken out
   * @throws (as a rejection) `bad-options` where the element is in no document, or has no `subject` or `purpose`
   */
  ask(): Promise<Consent[] | null> {
    this.#asking ??= this.#open().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Withdraws consent: revokes the streams, forgets the records, and tells it by `undertone-revoke`. Without either it does nothing. */
  async revoke(): Promise<void> {
    const records = this.#records ?? [];
    const streams = this.#streams;
    if (records.length + streams.length === 0) return;
    this.#records = null;
    this.streams = [];
    this.#withdrawn = true;
    this.#showButtons();
    this.requestRender();
    try {
      await Promise.all(streams.map((stream) => stream.revoke()));
    } finally {
      this.tell('undertone-revoke', { records });
    }
  }

  /** @internal */
  render(words: Words): void {
    const [record] = this.#records ?? [];
    setAttributes(this.#consent, { lang: words.lang, dir: words.dir, 'aria-label': words.say('consent') });
    if (record) setText(this.#state, words.say('agreed', { date: words.date(new Date(record.obtainedAt)) }));
    else setText(this.#state, words.say(this.#withdrawn ? 'withdrawn' : 'not-agreed'));
    setText(this.#ask, words.say('ask'));
    setText(this.#withdraw, words.say('withdraw'));
    this.#showButtons();
    this.#dialog.render(words, this);
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dialog.dismiss();
  }

  /** The focus is handed from the button that goes to the one that comes. */
  #showButtons(): void {
    const agreed = this.#records !== null;
    const [leaving, coming] = agreed ? [this.#ask, this.#withdraw] : [this.#withdraw, this.#ask];
    const focused = this.root.activeElement === leaving;
    coming.hidden = false;
    leaving.hidden = true;
    if (focused) coming.focus();
  }

  async #open(): Promise<Consent[] | null> {
    const { subjects, purpose } = this;
    if (!this.isConnected || subjects.length === 0 || purpose.trim() === '') {
      const message = 'An <undertone-consent> that asks must be in a document, and needs a subject and a purpose to ask about.';
      throw new UndertoneError('bad-options', message);
    }
    this.#dialog.render(this.words, this);
    if (!(await this.#dialog.ask())) {
      this.tell('undertone-refuse', {});
      return null;
    }
    const obtainedAt = new Date();
    const records = subjects.map((subject) => ({ subject, purpose, obtainedAt }));
    this.records = records;
    this.tell('undertone-agree', { records });
    return records;
  }
}
