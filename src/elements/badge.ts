import type { Estimate, Label } from 'undertone';
import { Announcer } from './parts/announcer.js';
import { BADGE_STYLES } from './badge.styles.js';
import { html, setAttributes, setText } from './parts/dom.js';
import { face } from './parts/face.js';
import { stretchOf, type Stretch } from './parts/feed.js';
import { analysisOf, isLabel, statusOf, type Status } from './parts/status.js';
import { UndertoneStreamElement } from './parts/stream-element.js';
import type { Words } from './texts/words.js';

const LABELS: readonly string[] = ['positive', 'neutral', 'negative'] satisfies Label[];

/** Pauses between sentences are no news; what follows them, and what keeps the tone away, is. */
const PAUSES: readonly Status[] = ['loading', 'no-speech', 'too-little-speech'];

/** Nothing is estimated, nor will be before somebody does something. */
const STRENGTHLESS: readonly Status[] = ['off', 'revoked', 'failed'];

/** Seconds between two announcements, unless the page says otherwise. */
const ANNOUNCE_EVERY = 10;

/**
 * `<undertone-badge>`: how a stream sounds now, in a word, a face and how sure it is; whether someone speaks; and whether the analysis is
 * on. While nobody is heard it says why and shows no label, but which one there was before. A change of the word is announced to
 * screen readers, at most every 10 s; a pause in speech is not.
 *
 * Attributes: `subject`, `over`, `announce`; by hand `state`, `label` and `strength`.
 * Parts: `badge`, `icon`, `label`, `detail`, `strength`, `strength-fill`, `analysis`, `speaking`. The part `badge` has the status as another
 * name: `::part(negative)`.
 *
 * @example
 * ```ts
 * import type { ToneStream } from 'undertone';
 * import { defineElements } from 'undertone/elements';
 *
 * function showBadge(stream: ToneStream, place: HTMLElement): void {
 *   defineElements();
 *   const badge = document.createElement('undertone-badge');
 *   badge.subject = 'Caller';
 *   badge.stream = stream;
 *   place.append(badge);
 * }
 * ```
 */
export class UndertoneBadge extends UndertoneStreamElement {
  /** @internal */
  static override readonly observedAttributes = [
    ...UndertoneStreamElement.observedAttributes,
    'over',
    'announce',
    'label',
    'strength',
  ];
  readonly #icon = html('span', { part: 'icon' });
  readonly #label = html('strong', { part: 'label' });
  readonly #detail = html('span', { part: 'detail', class: 'muted' });
  readonly #fill = html('span', { part: 'strength-fill' });
  readonly #strength = html('span', { part: 'strength', class: 'track', 'aria-hidden': 'true' }, this.#fill);
  readonly #analysis = html('span', { part: 'analysis', class: 'sign' });
  readonly #speaking = html('span', { part: 'speaking', class: 'sign' });
  readonly #announcer = new Announcer(1000 * ANNOUNCE_EVERY);
  readonly #badge = html(
    'div',
    { part: 'badge', role: 'group' },
    this.#icon,
    html(
      'div',
      {},
      this.#label,
      this.#detail,
      this.#strength,
      html('span', { class: 'signs muted' }, this.#analysis, this.#speaking),
    ),
    this.#announcer.region,
  );
  #shown: Status | undefined;

  /** @internal */
  constructor() {
    super(BADGE_STYLES);
    this.root.append(this.#badge);
  }

  /** Which estimate is shown: `window`, `recent` or `call`. The attribute `over`. Default `recent`. */
  get over(): Stretch {
    return stretchOf(this);
  }

  set over(over: Stretch) {
    this.setAttribute('over', over);
  }

  /** The estimate that is shown, from the stream or given by hand; `null` for none. */
  get estimate(): Estimate | null {
    return this.feed.estimates[this.over] ?? null;
  }

  set estimate(estimate: Estimate | null) {
    const { [this.over]: _, ...others } = this.feed.estimates;
    this.feed.estimates = estimate ? { ...others, [this.over]: estimate } : others;
    this.requestRender();
  }

  /** @internal */
  render(words: Words): void {
    const { state, end, errorCode, speaking, estimates } = this.feed;
    const estimate = this.estimate ?? this.#attributed();
    const status = statusOf({ state, end, estimate, window: estimates.window });
    const { subject } = this;
    const name = subject ? words.say('tone-of', { subject }) : words.say('tone');
    const word = words.say(status, { code: errorCode ?? '' });
    setAttributes(this.#badge, { lang: words.lang, dir: words.dir, 'aria-label': name, part: `badge ${status}` });
    if (status !== this.#shown) this.#icon.replaceChildren(face(status));
    this.#shown = status;
    setText(this.#label, word);
    setText(this.#detail, this.#describe(words, status, estimate));
    const strength = isLabel(status) ? (estimate?.scores?.[status] ?? null) : null;
    // Its place stays while somebody is listened to: what stands below must not jump whenever they pause.
    this.#strength.hidden = isLabel(status) ? strength === null : STRENGTHLESS.includes(status);
    this.#strength.style.visibility = strength === null ? 'hidden' : '';
    this.#fill.style.width = `${100 * (strength ?? 0)}%`;
    const analysis = analysisOf(state);
    setText(this.#analysis, words.say(analysis));
    setAttributes(this.#analysis, { part: `analysis ${analysis}`, 'data-on': analysis === 'analysis-on' });
    this.#speaking.hidden = !speaking || analysis !== 'analysis-on' || state === 'muted';
    setText(this.#speaking, words.say('speaking'));
    if (!PAUSES.includes(status)) this.#announce(subject ? `${subject}: ${word}` : word);
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  #describe(words: Words, status: Status, estimate: Estimate | undefined): string {
    const over = words.say(this.over);
    if (STRENGTHLESS.includes(status)) return '';
    if (status === 'too-quiet') return words.say('raise-gain');
    if (!estimate?.label) return over;
    const share = estimate.scores ? `${words.percent(estimate.scores[estimate.label])} · ` : '';
    if (isLabel(status)) return share + over;
    return words.say('before', { tone: `${words.say(estimate.label)} · ${share}${over}` });
  }

  #announce(text: string): void {
    const every = this.getAttribute('announce');
    const seconds = Number(every ?? ANNOUNCE_EVERY);
    this.#announcer.gapMs = every === 'off' || !(seconds >= 0) ? null : 1000 * seconds;
    this.#announcer.say(text);
  }

  /** What the attributes `label` and `strength` say, for pages that a server renders. */
  #attributed(): Estimate | undefined {
    const label = this.getAttribute('label') as Label | null;
    if (this.stream || label === null || !LABELS.includes(label)) return undefined;
    const text = this.getAttribute('strength');
    const strength = text === null ? Number.NaN : Number(text);
    const scores = strength >= 0 && strength <= 1 ? { negative: 0, neutral: 0, positive: 0, [label]: strength } : null;
    return { start: 0, end: 0, speechSeconds: 0, label, scores, reason: null };
  }
}
