import type { ToneEvent } from 'undertone';
import { html, setAttributes, setText } from './parts/dom.js';
import { stretchOf, type Stretch } from './parts/feed.js';
import { followPlayer } from './parts/player.js';
import { UndertoneStreamElement } from './parts/stream-element.js';
import type { Words } from './texts/words.js';
import { TIMELINE_STYLES } from './timeline.styles.js';
import { toCsv } from './timeline/csv.js';
import { drawTimeline, type Waveform } from './timeline/draw.js';
import { toHops } from './timeline/hops.js';
import { keyAction } from './timeline/keys.js';
import { createPlot } from './timeline/plot.js';
import { paperColours, saveBlob, textBlob } from './timeline/paper.js';
import { fit, MIN_SPAN, reveal, zoom, type TimeRange } from './timeline/range.js';
import { describeAt } from './timeline/readout.js';
import type { PictureOptions } from './timeline/scene.js';
import { toPng } from './timeline/to-png.js';
import { toSvgFile } from './timeline/to-svg.js';
import { createToolbar, type ExportFormat } from './timeline/toolbar.js';

/**
 * `<undertone-timeline>`: tone and speech over time, with the waveform where there is one. What is blank had too little speech. Time runs
 * to the right in every language.
 *
 * It can be zoomed, walked through by keys (arrows, Page Up and Down, Home, End, `+`, `-`, `0`), pointed at, and saved as PNG, SVG
 * and CSV. Only what comes while the element is in a document is drawn.
 *
 * Attributes: `subject`, `over`; by hand `state`.
 * Parts: `timeline`, `toolbar`, `button` (also `zoom-in`, `zoom-out`, `zoom-reset`, `earlier`, `later`, `save-png`, `save-svg`, `save-csv`),
 * `slider`, `cursor`, `pointer`, `readout`.
 * Events: `undertone-seek`, `undertone-range`, `undertone-export`; they bubble.
 *
 * @example
 * ```ts
 * import type { Undertone } from 'undertone';
 * import type { UndertoneTimeline } from 'undertone/elements';
 *
 * async function draw(timeline: UndertoneTimeline, undertone: Undertone, file: Blob, player: HTMLAudioElement): Promise<void> {
 *   const consent = { subject: 'customer 4711', purpose: 'quality review', obtainedAt: '2026-11-01' };
 *   timeline.player = player;
 *   for await (const event of undertone.analyzeFile(file, { consent })) timeline.add(event);
 * }
 * ```
 */
export class UndertoneTimeline extends UndertoneStreamElement {
  /** @internal */
  static override readonly observedAttributes = [...UndertoneStreamElement.observedAttributes, 'over'];
  readonly #plot = createPlot({
    shown: () => this.#shown(),
    seek: (seconds) => this.#seek(seconds),
    point: (seconds) => this.#point(seconds),
    zoom: (factor, at) => this.#zoom(factor, at),
    pan: (by) => this.#pan(by),
    press: (event) => this.#press(event),
    resize: () => this.requestRender(),
  });
  readonly #readout = html('p', { part: 'readout', class: 'muted' });
  readonly #toolbar = createToolbar({
    over: (over) => (this.over = over),
    zoom: (factor) => this.#zoom(factor, this.position),
    reset: () => this.#show(null),
    pan: (by) => this.#pan(by),
    save: (format) => void this.#save(format).catch(reportError),
  });
  readonly #timeline = html('div', { part: 'timeline', role: 'group' }, this.#toolbar.element, this.#plot.element, this.#readout);
  #events: ToneEvent[] = [];
  #duration = 0;
  #waveform: Waveform | null = null;
  #range: TimeRange | null = null;
  /** Where the cursor was put; `null` for the latest end. */
  #position: number | null = null;
  #pointed: number | null = null;
  #player: HTMLMediaElement | null = null;
  #leavePlayer: (() => void) | undefined;

  /** @internal */
  constructor() {
    super(TIMELINE_STYLES);
    this.root.append(this.#timeline);
  }

  /** Which estimate is drawn: `window`, `recent` or `call`. The attribute `over`. Default `recent`. */
  get over(): Stretch {
    return stretchOf(this);
  }

  set over(over: Stretch) {
    this.setAttribute('over', over);
  }

  /** What is drawn, in order. Set it to draw other events; `add()` draws one more. */
  get events(): readonly ToneEvent[] {
    return this.#events;
  }

  set events(events: readonly ToneEvent[]) {
    this.#events = [...events];
    this.#refit();
  }

  /** Seconds that the whole of it has: what was set, but not less than what is drawn. A player's `NaN` and `Infinity` count as 0. */
  get duration(): number {
    return Math.max(this.#duration, this.#events.at(-1)?.window.end ?? 0, this.#waveform?.duration ?? 0);
  }

  set duration(seconds: number) {
    this.#duration = Number.isFinite(seconds) ? seconds : 0;
    this.#refit();
  }

  /** Loudness to draw above; `null` for none. Default `null`. */
  get waveform(): Waveform | null {
    return this.#waveform;
  }

  set waveform(waveform: Waveform | null) {
    this.#waveform = waveform;
    this.#refit();
  }

  /** The seconds that are shown. Set it to zoom, `null` for all. At least 10 s are shown. */
  get range(): TimeRange | null {
    return this.#range;
  }

  set range(range: TimeRange | null) {
    this.#range = range && fit(range, this.duration);
    this.requestRender();
  }

  /** Where the cursor is, in seconds: the player's time, or what was chosen, or the latest end. */
  get position(): number {
    return Math.min(this.#player?.currentTime ?? this.#position ?? this.duration, this.duration);
  }

  set position(seconds: number) {
    if (Number.isNaN(seconds)) return;
    const position = Math.min(Math.max(0, seconds), this.duration);
    if (this.#player) this.#player.currentTime = position;
    // At the end, it goes on with what comes.
    else this.#position = position < this.duration ? position : null;
    if (this.#range) this.#show(reveal(this.#range, position, this.duration));
    this.requestRender();
  }

  /** What plays the recording: the cursor follows it, and moves it. Default `null`. */
  get player(): HTMLMediaElement | null {
    return this.#player;
  }

  set player(player: HTMLMediaElement | null) {
    this.#leavePlayer?.();
    this.#leavePlayer = undefined;
    this.#player = player;
    if (this.isConnected) this.#followPlayer();
    this.requestRender();
  }

  /** The picture as the text of an SVG file: what is shown now, in the colours of the light scheme. */
  toSvg({ width = 1080, heading = this.#heading() }: PictureOptions = {}): string {
    return toSvgFile(this.#draw(width, heading), paperColours(this.root));
  }

  /**
   * The same picture as a PNG.
   * @param scale pixels for each of the drawing's. Default 2
   */
  toPng({ width = 1080, heading = this.#heading(), scale = 2 }: PictureOptions & { scale?: number } = {}): Promise<Blob> {
    return toPng(this.#draw(width, heading), paperColours(this.root), scale);
  }

  /** All events as CSV, zoomed or not: seconds, the probability of speech, and label and probabilities of each stretch. */
  toCsv(): string {
    return toCsv(this.#events);
  }

  /** @internal */
  render(words: Words): void {
    const { subject, over, duration } = this;
    const name = subject ? words.say('timeline-of', { subject }) : words.say('timeline');
    setAttributes(this.#timeline, { lang: words.lang, dir: words.dir, 'aria-label': name });
    const { from, to } = this.#shown();
    this.#toolbar.render(words, {
      over,
      zoomed: this.#range !== null,
      closest: to - from <= MIN_SPAN,
      earliest: from <= 0,
      latest: to >= duration,
      empty: this.#events.length === 0,
    });
    const { width, scale } = this.#plot;
    if (width > 0) this.#plot.draw(this.#draw(width / scale), words.say('position'), duration);
    this.#showPosition(words);
  }

  /** @internal */
  override onTone(event: ToneEvent): void {
    const { duration } = this;
    this.#events.push(event);
    // Whoever looks at the latest end goes on to look at it.
    if (this.#range && this.#range.to >= duration) this.#range = reveal(this.#range, this.duration, this.duration);
  }

  /** @internal */
  override onForget(): void {
    this.#events = [];
    this.#range = this.#position = null;
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#plot.connect();
    this.#followPlayer();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plot.disconnect();
    this.#leavePlayer?.();
    this.#leavePlayer = undefined;
  }

  /** What was zoomed to may be gone. */
  #refit(): void {
    this.#range &&= fit(this.#range, this.duration);
    this.requestRender();
  }

  #followPlayer(): void {
    if (this.#player && !this.#leavePlayer) this.#leavePlayer = followPlayer(this.#player, () => this.#showPosition(this.words));
  }

  #shown(): TimeRange {
    return this.#range ?? { from: 0, to: Math.max(1, this.duration) };
  }

  #draw(width: number, heading = '') {
    const data = { hops: toHops(this.#events, this.over), waveform: this.#waveform, range: this.#shown() };
    return drawTimeline(data, width, this.words, heading);
  }

  #heading(): string {
    return [this.subject, this.words.say('timeline'), this.words.say(this.over)].filter(Boolean).join(' · ');
  }

  #showPosition(words: Words): void {
    const { position } = this;
    const describe = (time: number) => describeAt(this.#events, this.over, time, this.state, words);
    this.#plot.place({ position, pointed: this.#pointed, text: describe(position) });
    setText(this.#readout, describe(this.#pointed ?? position));
  }

  #point(time: number | null): void {
    this.#pointed = time === null ? null : Math.min(time, this.duration);
    this.#showPosition(this.words);
  }

  #seek(seconds: number): void {
    this.position = seconds;
    this.tell('undertone-seek', { position: this.position });
  }

  #show(range: TimeRange | null): void {
    const before = this.#range;
    this.#range = range;
    this.requestRender();
    if (before?.from !== range?.from || before?.to !== range?.to) this.tell('undertone-range', { range });
  }

  #zoom(factor: number, at: number): void {
    const { from, to } = this.#shown();
    const middle = at >= from && at <= to ? at : (from + to) / 2;
    this.#show(zoom({ from, to }, factor, middle, this.duration));
  }

  #pan(by: number): boolean {
    if (!this.#range) return false;
    const { from, to } = this.#range;
    const seconds = by * (to - from);
    this.#show(fit({ from: from + seconds, to: to + seconds }, this.duration));
    return true;
  }

  #press(event: KeyboardEvent): void {
    const action = keyAction(event, this.position, this.duration);
    if (!action) return;
    event.preventDefault();
    if ('seek' in action) this.#seek(action.seek);
    else if ('zoom' in action) this.#zoom(action.zoom, this.position);
    else this.#show(null);
  }

  async #save(format: ExportFormat): Promise<void> {
    const blob = format === 'png' ? await this.toPng() : textBlob(format, format === 'svg' ? this.toSvg() : this.toCsv());
    const name = `${this.subject || 'undertone'}.${format}`;
    if (this.tell('undertone-export', { format, blob, name }, true)) saveBlob(blob, name);
  }
}
