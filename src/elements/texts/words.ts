import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import type { CustomTexts, ElementTexts, TextKey } from './keys.js';

const SHIPPED: Readonly<Record<string, ElementTexts>> = { en, de, es, fr, ar };

const FROM_RIGHT = ['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** What an element says, and how its language writes it. */
export interface Words {
  /** Of the texts, which is that of the page where they ship in it, and English elsewhere. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The text, with values in place of `{name}`. */
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** `0.62` as `62%`. */
  percent(share: number): string;
  /** Whole, with the signs of the language. */
  number(value: number): string;
  date(time: Date): string;
}

/** @param lang as a page says it: `de-AT` is German; what is no language is English */
export function wordsIn(lang: string, custom: CustomTexts | null): Words {
  const base = lang.toLowerCase().split('-')[0]!;
  const own = typeof custom === 'function' ? custom(lang) : custom;
  const shipped = SHIPPED[base] ?? en;
  const texts = { ...shipped, ...own };
  // Who brings texts brings them in the language of the page.
  const spoken = own || base in SHIPPED ? validLocale(lang) : 'en';
  return {
    lang: spoken,
    dir: FROM_RIGHT.includes(spoken.split('-')[0]!.toLowerCase()) ? 'rtl' : 'ltr',
    say: (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all)),
    percent: (share) => format(spoken, 'percent', share),
    number: (value) => format(spoken, 'decimal', value),
    date: (time) => new Intl.DateTimeFormat(spoken, { dateStyle: 'medium', timeStyle: 'short' }).format(time),
  };
}

/** Costly to make, and a cursor that follows a player needs them each frame. */
const formats = new Map<string, Intl.NumberFormat>();

function format(lang: string, style: 'decimal' | 'percent', value: number): string {
  const key = `${lang} ${style}`;
  const made = formats.get(key) ?? new Intl.NumberFormat(lang, { style, maximumFractionDigits: 0 });
  formats.set(key, made);
  return made.format(value);
}

/** The language that holds for `element`, also where that stands inside other elements' shadows. */
export function languageOf(element: Element): string {
  const owner = element.closest('[lang]');
  if (owner) return owner.getAttribute('lang') || 'en';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : 'en';
}

function validLocale(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
