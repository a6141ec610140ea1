import { inWords, UndertoneError } from '../../errors.js';
import type { ReaderOptions } from '../../ring/transport.js';
import type { StreamOptions } from '../protocol.js';

/** Of audio that comes, in Hz: what the filter converts. Browsers decode from 3000 to 768,000. */
const RATES = [1000, 768_000] as const;

/** Of windows, in ms; the users' limits are within. */
const HOPS = [100, 5000] as const;

const isWithin = (value: unknown, [least, most]: readonly [number, number]) =>
  typeof value === 'number' && value >= least && value <= most;
const isCount = (value: unknown) => isWithin(value, [0, Number.MAX_SAFE_INTEGER]);

function ensure(holds: boolean, what: string, value: unknown): void {
  if (!holds) throw new UndertoneError('bad-options', `The worker was asked for what it cannot do: ${what} ${inWords(value)}.`);
}

/** One page's mistake is not to stop what other streams hear. @throws `bad-options` */
export function checkStream(options: StreamOptions): void {
  const { key, sampleRate, hopMs, goesOn } = Object(options) as StreamOptions;
  ensure(typeof key === 'string' && key !== '', 'the key', key);
  checkRate(sampleRate);
  ensure(isWithin(hopMs, HOPS), 'the hop', hopMs);
  const fits = goesOn === undefined || (isCount(Object(goesOn).timeOrigin) && isCount(Object(goesOn).from));
  ensure(fits, 'to go on from', goesOn);
}

/** @throws `bad-options` */
export function checkRate(sampleRate: number): void {
  ensure(isWithin(sampleRate, RATES), 'the sample rate', sampleRate);
}

/** @throws `bad-options` */
export function checkSamples(samples: Float32Array): void {
  ensure(samples instanceof Float32Array, 'the samples', samples);
}

/** @throws `bad-options` */
export function checkFrame(end: number): void {
  ensure(Number.isFinite(end), 'the frame', end);
}

/** @throws `bad-options` */
export function checkPort(port: MessagePort): void {
  ensure(port instanceof MessagePort, 'the listener', port);
}

/** @throws `bad-options` */
export function checkReader(reader: ReaderOptions | undefined): void {
  if (reader === undefined) return;
  const { transport, port, buffer } = Object(reader) as Record<string, unknown>;
  const isShared = transport === 'shared' && typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
  ensure(isShared || (transport === 'port' && port instanceof MessagePort), 'the reader', reader);
}
