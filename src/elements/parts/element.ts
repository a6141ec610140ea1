import type { CustomTexts } from '../texts/keys.js';
import { languageOf, wordsIn, type Words } from '../texts/words.js';
import { adoptStyles } from './sheets.js';
import { THEME } from './theme.js';

/** What all elements of Undertone share: their texts, their language and their theme. */
export abstract class UndertoneElement extends HTMLElement {
  /** @internal */
  static readonly observedAttributes: readonly string[] = ['lang', 'subject'];
  /** @internal */
  readonly root: ShadowRoot;
  readonly #styles: readonly string[];
  #texts: CustomTexts | null = null;
  #scheduled = false;
  #watch: MutationObserver | undefined;

  /** @internal */
  constructor(styles: string) {
    super();
    this.#styles = [THEME, styles];
    this.root = this.attachShadow({ mode: 'open' });
    adoptStyles(this.root, this.#styles);
  }

  /** Texts in place of those that ship, or a function from a language (`de-AT`) to them. Default `null`. */
  get texts(): CustomTexts | null {
    return this.#texts;
  }

  set texts(texts: CustomTexts | null) {
    this.#texts = texts;
    this.requestRender();
  }

  /** Who speaks, as the page calls them; part of what screen readers hear. The attribute `subject`. Default empty. */
  get subject(): string {
    return this.getAttribute('subject') ?? '';
  }

  set subject(subject: string) {
    this.setAttribute('subject', subject);
  }

  /** @internal */
  get words(): Words {
    return wordsIn(languageOf(this), this.#texts);
  }

  /** @internal Brings the shadow up to date; only while the element is in a document. */
  abstract render(words: Words): void;

  /** @internal At once after the script that asked, however often it did. */
  requestRender(): void {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected) this.render(this.words);
    });
  }

  /** @internal @returns whether nobody prevented what follows */
  tell(name: string, detail: object, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** @internal */
  connectedCallback(): void {
    this.#upgrade();
    this.#watch = new MutationObserver(() => this.requestRender());
    this.#watch.observe(this.ownerDocument.documentElement, { attributeFilter: ['lang'] });
    this.requestRender();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#watch?.disconnect();
  }

  /** @internal */
  adoptedCallback(): void {
    adoptStyles(this.root, this.#styles);
  }

  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.requestRender();
  }

  /** A property that was set before the element was defined hides the one of the class. */
  #upgrade(): void {
    for (const name of Object.keys(this)) {
      if (!(name in Object.getPrototypeOf(this))) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      try {
        Reflect.set(this, name, value);
      } catch (error) {
        // Whoever set it is gone, and the others are not to be lost.
        reportError(error);
      }
    }
  }
}
