/**
 * Every failure that Undertone reports, with what the caller can do about it.
 *
 * - `unsupported`       The browser lacks a part that has no fallback. Feature-detect with `isSupported()`.
 * - `consent-required`  `analyze()` or `analyzeFile()` was called without a complete `consent` record.
 * - `bad-options`       An option is out of its documented range.
 * - `asset-load`        A file of the package could not be fetched; `urls` lists those tried. Set `assets`.
 * - `csp-blocked`       The page's Content-Security-Policy blocks a part; the message names the directive.
 * - `model-invalid`     The model or its manifest is corrupt, or breaks the documented contract.
 * - `context-blocked`   The AudioContext may not run yet: call `undertone.resume()` from a user gesture. Or it is closed: use another.
 * - `bad-source`        The source has no audio, cannot be decoded, or belongs to another kind of object; or what was written to a
 *                       `PcmSource` does not fit it.
 * - `bad-samples`       The audio held NaN or infinite samples; they were replaced by silence (reported once).
 * - `truncated`         Audio of a file from some second on cannot be decoded; what can be was analysed. A warning.
 * - `other-tracks`      A file holds several audio tracks, and one was analysed; the message says which. A warning.
 * - `separate-speakers` The channels of a file seem to hold a speaker each: see `channels: 'separate'`. A warning.
 * - `track-ended`       The track had ended, or ended while it was analysed. Use `replace()` or a new stream.
 * - `worker-crashed`    The inference worker died or hangs, or the capture worklet died. A live stream goes on by itself unless `end`
 *                       follows; a recording is to be analysed again. Where the message says so, create a new instance.
 * - `inference-failed`  The runtime refused to run the model on one window; that window is lost.
 * - `aborted`           The caller's `AbortSignal` fired; `cause` is its reason.
 * - `closed`            The instance, the stream or the `PcmSource` was closed before the call or during it.
 */
export type ErrorCode =
  | 'unsupported'
  | 'consent-required'
  | 'bad-options'
  | 'asset-load'
  | 'csp-blocked'
  | 'model-invalid'
  | 'context-blocked'
  | 'bad-source'
  | 'bad-samples'
  | 'truncated'
  | 'other-tracks'
  | 'separate-speakers'
  | 'track-ended'
  | 'worker-crashed'
  | 'inference-failed'
  | 'aborted'
  | 'closed';

/** Of the type above, for what comes from elsewhere. */
const CODES: Record<ErrorCode, true> = {
  unsupported: true,
  'consent-required': true,
  'bad-options': true,
  'asset-load': true,
  'csp-blocked': true,
  'model-invalid': true,
  'context-blocked': true,
  'bad-source': true,
  'bad-samples': true,
  truncated: true,
  'other-tracks': true,
  'separate-speakers': true,
  'track-ended': true,
  'worker-crashed': true,
  'inference-failed': true,
  aborted: true,
  closed: true,
};

/** Whether this is one of the codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(CODES, code);
}

/** What an error carries beside its code and message. */
export interface ErrorDetails {
  /** What went wrong underneath, if anything was thrown. */
  cause?: unknown;
  /** Of `asset-load`: every URL that was tried, in order. */
  urls?: readonly string[];
}

/**
 * The one error class of the package: switch on `code`, read `message`, log `cause`.
 *
 * @example
 * ```ts
 * import { createUndertone, UndertoneError } from 'undertone';
 *
 * try {
 *   await createUndertone({ assets: '/undertone/' });
 * } catch (error) {
 *   if (error instanceof UndertoneError && error.code === 'asset-load') console.warn('not found at', error.urls);
 *   else throw error;
 * }
 * ```
 */
export class UndertoneError extends Error {
  /** Also tells an error of this package from others where two copies of it are loaded. */
  override readonly name = 'UndertoneError';
  /** What kind of failure it is. */
  readonly code: ErrorCode;
  /** Of `asset-load` and its kin: every URL that was tried, in order; otherwise empty. */
  readonly urls: readonly string[];

  constructor(code: ErrorCode, message: string, { cause, urls = [] }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.urls = urls;
  }

  /** The error of an `AbortSignal` that fired. */
  static aborted(signal: AbortSignal): UndertoneError {
    return new UndertoneError('aborted', 'The operation was aborted by its signal.', { cause: signal.reason });
  }

  /** `error` itself when it is already typed; otherwise a typed one around it. */
  static from(error: unknown, code: ErrorCode, message: string): UndertoneError {
    return error instanceof UndertoneError ? error : new UndertoneError(code, message, { cause: error });
  }
}

/** Longest text that a message quotes. */
const QUOTED = 80;

/** Any value in a message: `5`, `"text"`, `null`, `a symbol`, `an object`. Never throws, as `${value}` does of some. */
export function inWords(value: unknown): string {
  if (typeof value === 'number' || value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > QUOTED ? `${value.slice(0, QUOTED)}...` : value);
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}

/** Throws `aborted` if `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw UndertoneError.aborted(signal);
}
