import { UndertoneError } from '../errors.js';

/** What `promise` gives, or `aborted` as soon as the signal fires, whatever `promise` still does. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  // Once aborted, nobody waits for it: its failure is no news.
  promise.catch(() => {});
  const listening = new AbortController();
  try {
    return await new Promise<T>((resolve, reject) => {
      const abort = () => reject(UndertoneError.aborted(signal));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { signal: listening.signal });
      promise.then(resolve, reject);
    });
  } finally {
    listening.abort();
  }
}
