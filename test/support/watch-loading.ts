/**
 * What loads from now on, until `restore()`: the signal of each download, and for each worker a promise that it has been terminated.
 * The real `fetch` and `Worker` do the work.
 */
export function watchLoading() {
  const signals: AbortSignal[] = [];
  const terminated: Promise<void>[] = [];
  const { fetch, Worker } = window;
  window.fetch = (input, init) => {
    if (init?.signal) signals.push(init.signal);
    return fetch(input, init);
  };
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      terminated.push(
        new Promise((resolve) => {
          this.terminate = () => {
            super.terminate();
            resolve();
          };
        }),
      );
    }
  };
  return { signals, terminated, restore: () => Object.assign(window, { fetch, Worker }) };
}
