import { withTrustedUrl } from '../../assets/trusted-types.js';

/**
 * The runtime starts its threads from this worker's address, as a plain text. Where the worker's own file comes with
 * `require-trusted-types-for 'script'`, they need the same policy as the worker did.
 */
export function trustThreads(): void {
  if (typeof Worker !== 'function') return;
  self.Worker = new Proxy(Worker, {
    construct: (Thread, [url, options]: ConstructorParameters<typeof Worker>) =>
      withTrustedUrl(String(url), (trusted) => new Thread(trusted, options)),
  });
}
