import type { AssetUrls, ModelUrls } from './assets/locations.js';
import type { LoadProgress } from './assets/load.js';
import { HOP_MS, RECENT_MS } from './defaults.js';
import { inWords, UndertoneError } from './errors.js';
import { isNativeContext } from './capture/native.js';
import type { Provider } from './model/provider.js';

/** Options of `createUndertone()`; each has a default. */
export interface UndertoneOptions {
  /** What runs the model. `webgpu` falls back to `wasm`, and `capabilities.notes` says why. Default `wasm`. */
  provider?: Provider;
  /** A model's name, whose files `NAME.json` and `.onnx` lie with the package's, or where they lie. Default `undertone-en-open`. */
  model?: string | ModelUrls;
  /** Folder that holds the package's files, or URLs of single ones. Default: beside the package's own script. */
  assets?: string | URL | AssetUrls;
  /** The app's context. Default: one of Undertone's own, made at the first `analyze()` and closed by `close()`. */
  audioContext?: AudioContext;
  /** Threads of the WASM provider; more than 1 needs a cross-origin isolated page. Default 1. */
  threads?: number;
  /** Ends the loading; has no effect afterwards. */
  signal?: AbortSignal;
  /** Called as files load. */
  onProgress?: (progress: LoadProgress) => void;
}

/** Who may be analysed, for what, and since when. Kept with the stream; Undertone sends it nowhere. */
export interface Consent {
  /** Whose speech it is, as the app knows them. */
  subject: string;
  /** What the tone is used for, as it was told to them. */
  purpose: string;
  /** When they agreed; not in the future. */
  obtainedAt: Date | string | number;
}

/** Options of `analyze()`. */
export interface AnalyzeOptions {
  /** Required: there is no inference without it. */
  consent: Consent;
  /** Comes back with every event. Default: a random UUID. */
  id?: string;
  /** Time between two windows, 500 to 5000 ms. Default 2500. */
  hopMs?: number;
  /** Active speech that `recent` looks back on, 5000 to 600,000 ms. Default 30,000. */
  recentMs?: number;
}

/** Options of `analyzeFile()`. */
export interface AnalyzeFileOptions extends AnalyzeOptions {
  /** Ends the analysis. */
  signal?: AbortSignal;
  /**
   * All channels are heard as one: their mean, after a channel that is the others upside down was turned round. Each as a speaker of
   * its own: `AnalyzeChannelsOptions`.
   */
  channels?: 'mix';
  /** Called before the first hop and after each. */
  onProgress?: (progress: FileProgress) => void;
  /**
   * Called at most once with each of `bad-samples`, `truncated`, `other-tracks` and `separate-speakers`: the analysis goes on.
   * Every other failure is thrown.
   */
  onWarning?: (warning: UndertoneError) => void;
}

/** Options of `analyzeFile()` for recordings whose channels are a speaker each, such as calls with one side left, the other right. */
export interface AnalyzeChannelsOptions extends Omit<AnalyzeFileOptions, 'channels'> {
  /** Each channel is heard by itself. */
  channels: 'separate';
}

/** How far the analysis of a recording has come. */
export interface FileProgress {
  /** Seconds of audio that were analysed. */
  readonly analysed: number;
  /** Seconds in all, or nearly; `null` where the file does not say. */
  readonly duration: number | null;
}

/** The options of a stream, checked and complete. */
export interface StreamSettings {
  readonly id: string;
  readonly consent: Readonly<Consent>;
  readonly hopMs: number;
  readonly recentMs: number;
}

/** The options of a recording, checked and complete. */
export interface FileSettings extends StreamSettings {
  readonly channels: 'mix' | 'separate';
}

const HOP_MS_RANGE = [500, 5000] as const;
const RECENT_MS_RANGE = [5000, 600_000] as const;

const PROVIDERS: readonly Provider[] = ['wasm', 'webgpu'];

/** How far a clock that recorded consent may be ahead of this one. */
const CLOCK_SKEW_MS = 60_000;

/** @throws `consent-required`, `bad-options` */
export function settleStream(options: AnalyzeOptions | undefined): StreamSettings {
  const { consent, id = crypto.randomUUID(), hopMs = HOP_MS, recentMs = RECENT_MS } = options ?? ({} as Partial<AnalyzeOptions>);
  checkConsent(consent);
  if (typeof id !== 'string') throw new UndertoneError('bad-options', `id must be a string, not ${inWords(id)}.`);
  checkRange('hopMs', hopMs, HOP_MS_RANGE);
  checkRange('recentMs', recentMs, RECENT_MS_RANGE);
  return { id, consent: { ...consent }, hopMs, recentMs };
}

/** @throws `consent-required`, `bad-options` */
export function settleFile(options: AnalyzeFileOptions | AnalyzeChannelsOptions): FileSettings {
  const settings = settleStream(options);
  checkRun(options);
  const { channels = 'mix' } = options;
  if (channels === 'mix' || channels === 'separate') return { ...settings, channels };
  throw new UndertoneError('bad-options', `channels must be 'mix' or 'separate', not ${inWords(channels)}.`);
}

/** @throws `bad-options` */
export function checkProvider(provider: Provider): void {
  if (PROVIDERS.includes(provider)) return;
  throw new UndertoneError('bad-options', `provider must be one of ${PROVIDERS.join(', ')}, not ${inWords(provider)}.`);
}

/** @throws `bad-options` */
export function checkThreads(threads: number): void {
  if (!Number.isInteger(threads)) throw new UndertoneError('bad-options', 'threads must be a whole number.');
  checkRange('threads', threads, [1, 64]);
}

/**
 * What plain JavaScript may pass in place of the documented types.
 * @throws `bad-options`
 */
export function checkInstance(options: UndertoneOptions): void {
  const { model, assets, audioContext } = options;
  const isPlace = (value: unknown) =>
    value === undefined || typeof value === 'string' || (typeof value === 'object' && value !== null);
  if (!isPlace(model)) throw new UndertoneError('bad-options', `model must be a name or URLs, not ${inWords(model)}.`);
  if (!isPlace(assets)) throw new UndertoneError('bad-options', `assets must be a folder or URLs, not ${inWords(assets)}.`);
  if (audioContext !== undefined && !isNativeContext(audioContext)) {
    const message = `audioContext must be the browser's own AudioContext, not ${inWords(audioContext)} or a library's. Of Tone.js or standardized-audio-context, leave it out and pass the stream of a MediaStreamAudioDestinationNode to analyze().`;
    throw new UndertoneError('bad-options', message);
  }
  checkRun(options);
}

/** @throws `bad-options` */
export function checkObject(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new UndertoneError('bad-options', `Options must be an object, not ${inWords(options)}.`);
}

/** What a task is followed and ended by. */
type RunOptions = Pick<UndertoneOptions, 'signal'> & { [Name in 'onProgress' | 'onWarning']?: unknown };

function checkRun({ signal, ...listeners }: RunOptions): void {
  for (const name of ['onProgress', 'onWarning'] as const) {
    const listener = listeners[name];
    if (listener !== undefined && typeof listener !== 'function')
      throw new UndertoneError('bad-options', `${name} must be a function, not ${inWords(listener)}.`);
  }
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== 'function')
    throw new UndertoneError('bad-options', `signal must be an AbortSignal, not ${inWords(signal)}.`);
}

function checkConsent(consent: Consent | undefined): asserts consent is Consent {
  const missing = [
    isBlank(consent?.subject) && 'subject',
    isBlank(consent?.purpose) && 'purpose',
    !(timeOf(consent?.obtainedAt) <= Date.now() + CLOCK_SKEW_MS) && 'obtainedAt (a time that is not in the future)',
  ].filter(Boolean);
  if (missing.length > 0) {
    throw new UndertoneError('consent-required', `Ask the speaker first, then pass consent; it lacks ${missing.join(', ')}.`);
  }
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}

/** ms since 1970, or NaN: `new Date(false)` would be a time. */
function timeOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'string') return new Date(value).getTime();
  return Object.prototype.toString.call(value) === '[object Date]' ? (value as Date).getTime() : Number.NaN;
}

function checkRange(name: string, value: number, [least, most]: readonly [number, number]): void {
  // Plain JavaScript may pass '1000', which compares as a number and adds as a text.
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw new UndertoneError('bad-options', `${name} must be a number between ${least} and ${most}, not ${inWords(value)}.`);
  }
}
