import { throwIfAborted, UndertoneError } from '../errors.js';
import { untilAborted } from './abort.js';
import type { Hop, ReaderOptions, Reading } from './reading.js';

type ReadRecording = (input: Blob | ArrayBuffer | AudioBuffer, options: ReaderOptions) => Promise<Reading>;

/** @throws `bad-source` when it cannot be decoded, with what can be done; `asset-load`; `aborted`, at once */
export async function startReading(input: Blob | ArrayBuffer | AudioBuffer, options: ReaderOptions): Promise<Reading> {
  throwIfAborted(options.signal);
  const reading = loadReader().then((read) => typed(read(input, options)));
  // Who aborted has left: what is opened in spite of it is closed.
  reading.then(
    ({ hops }) => (options.signal?.aborted ? hops.return() : undefined),
    () => {},
  );
  return untilAborted(reading, options.signal);
}

/** @throws `bad-source`; `aborted`, at once */
export async function nextHop(hops: Reading['hops'], signal: AbortSignal | undefined): Promise<Hop | undefined> {
  const { value } = await untilAborted(typed(hops.next()), signal);
  return value ?? undefined;
}

/** The reader shares no classes with this script; its messages say what the file is. */
async function typed<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    throw new UndertoneError('bad-source', message, { cause: cause ?? error });
  }
}

async function loadReader(): Promise<ReadRecording> {
  try {
    return (await import('./reader/recording-reader.js')).readRecording;
  } catch (cause) {
    const message =
      'undertone.recordings.js, which reads recordings, could not be loaded: serve it beside the script that the package is in, as JavaScript ("npx undertone copy-assets DIR" copies it).';
    throw new UndertoneError('asset-load', message, { cause });
  }
}
