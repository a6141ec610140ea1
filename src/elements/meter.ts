import { METER_STYLES } from './meter.styles.js';
import { html, setAttributes, setText } from './parts/dom.js';
import { checkLevelSource, FLOOR_DB, measureLevel, type LevelSource } from './parts/level.js';
import { statusOf } from './parts/status.js';
import { UndertoneStreamElement } from './parts/stream-element.js';
import type { Words } from './texts/words.js';

/** One named bar, told as a `meter` to screen readers. */
function createGauge(part: string, min: number, max: number) {
  const name = html('span', { class: 'muted' });
  const value = html('span', { part: `${part}-value`, class: 'value' });
  const fill = html('span', { part: `${part}-fill` });
  const bar = html('div', { part, class: 'track', role: 'meter', 'aria-valuemin': min, 'aria-valuemax': max }, fill);
  return {
    element: html('div', { class: 'gauge' }, name, value, bar),
    /** @param now `null` where it is not known */
    show(label: string, now: number | null, text: string): void {
      setText(name, label);
      setText(value, text);
      setAttributes(bar, { 'aria-label': label, 'aria-valuenow': (now ?? min).toFixed(2), 'aria-valuetext': text });
      fill.style.width = `${(100 * ((now ?? min) - min)) / (max - min)}%`;
    },
  };
}

/**
 * `<undertone-meter>`: how loud the audio is, and how probably it holds speech. While no audio is analysed it says why.
 *
 * Attributes: `subject`; by hand `state`, `level` and `speech`.
 * Parts: `meter`, `level`, `level-fill`, `level-value`, `speech`, `speech-fill`, `speech-value`, `state`.
 *
 * @example
 * ```ts
 * import type { ToneStream } from 'undertone';
 * import type { UndertoneMeter } from 'undertone/elements';
 *
 * function showMeter(meter: UndertoneMeter, microphone: MediaStream, stream: ToneStream): void {
 *   meter.source = microphone;
 *   meter.stream = stream;
 * }
 * ```
 */
export class UndertoneMeter extends UndertoneStreamElement {
  /** @internal */
  static override readonly observedAttributes = [...UndertoneStreamElement.observedAttributes, 'level', 'speech'];
  readonly #level = createGauge('level', FLOOR_DB, 0);
  readonly #speech = createGauge('speech', 0, 1);
  readonly #state = html('p', { part: 'state', class: 'muted' });
  readonly #meter = html('div', { part: 'meter', role: 'group' }, this.#level.element, this.#speech.element, this.#state);
  #source: LevelSource | null = null;
  #decibels: number | null = null;
  #stop: (() => void) | undefined;

  /** @internal */
  constructor() {
    super(METER_STYLES);
    this.root.append(this.#meter);
  }

  /**
   * What the level is measured of, usually what the stream listens to. Of a `MediaStream` or a track the element opens an AudioContext,
   * which it closes when it leaves the document. Default `null`: no level is shown, unless `level` gives one.
   * @throws `bad-source` where it has no audio, or its context is closed: the source before stays, and is measured on. One that has
   *   lost its audio by the time when the element comes into a document is reported to the page, and its level is not known; set it again
   */
  get source(): LevelSource | null {
    return this.#source;
  }

  set source(source: LevelSource | null) {
    if (source === this.#source && this.#stop) return;
    if (source) checkLevelSource(source);
    const stop = source && this.isConnected ? this.#measure(source) : undefined;
    this.#leave();
    // Frameworks take a property back by `undefined`.
    this.#source = source ?? null;
    this.#stop = stop;
    this.requestRender();
  }

  /** RMS in dBFS, -60 to 0, measured or given by hand; `null` where it is not known. The attribute `level` gives it, too. */
  get level(): number | null {
    return this.#decibels;
  }

  set level(level: number | null) {
    this.#decibels = within(FLOOR_DB, level, 0);
    this.requestRender();
  }

  /** Probability of speech in [0, 1], from the stream or given by hand; `null` where it is not known. The attribute `speech` gives it, too. */
  get speech(): number | null {
    return this.feed.speech;
  }

  set speech(speech: number | null) {
    this.feed.speech = within(0, speech, 1);
    this.requestRender();
  }

  /** @internal */
  render(words: Words): void {
    const { state, speech } = this.feed;
    const { subject } = this;
    const silent = state === 'muted' || state === 'paused' || state === 'suspended' || state === 'ended';
    setAttributes(this.#meter, { lang: words.lang, dir: words.dir, 'aria-label': subject || words.say('speech') });
    this.#level.element.hidden = this.#source === null && this.#decibels === null;
    const level = this.#decibels;
    this.#level.show(words.say('level'), level, level === null ? '–' : words.say('decibels', { level: words.number(level) }));
    const known = silent ? null : speech;
    this.#speech.show(words.say('speech'), known, known === null ? '–' : words.percent(known));
    setText(this.#state, this.#describe(words));
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#source) this.#stop ??= this.#measure(this.#source);
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  /** @internal */
  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'level' || name === 'speech') this[name] = now?.trim() ? Number(now) : null;
    super.attributeChangedCallback(name, before, now);
  }

  /** Whether somebody speaks, or why that is not known. The tone is the badge's to tell. */
  #describe(words: Words): string {
    const { state, end, errorCode, speech, speaking, estimates } = this.feed;
    const status = statusOf({ state, end, estimate: estimates.window, window: estimates.window });
    if (status === 'too-quiet' || status === 'failed' || status === 'revoked')
      return words.say(status, { code: errorCode ?? '' });
    if (state === 'running') return words.say(speaking ? 'speaking' : 'no-speech');
    // Given by hand, the numbers say all there is.
    return state === null && speech !== null ? '' : words.say(state ?? 'off');
  }

  /** @returns what ends it */
  #measure(source: LevelSource): () => void {
    return measureLevel(source, (level) => (this.level = level));
  }

  #leave(): void {
    this.#stop?.();
    this.#stop = undefined;
    if (this.#source) this.#decibels = null;
  }
}

/** What is no number is not known. */
function within(min: number, value: number | null, max: number): number | null {
  return value === null || Number.isNaN(value) ? null : Math.min(max, Math.max(min, value));
}
