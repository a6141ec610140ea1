/** What was made while it was watched, whether it is still there or not. */
export interface Made {
  workers: number;
  /** One for each source that was connected. */
  worklets: number;
  readonly contexts: AudioContext[];
  restore(): void;
}

/** Counts what is made from now on, by whatever script of the page. */
export function watchMade(): Made {
  const { Worker, AudioWorkletNode, AudioContext } = globalThis;
  const made: Made = {
    workers: 0,
    worklets: 0,
    contexts: [],
    restore: () => Object.assign(globalThis, { Worker, AudioWorkletNode, AudioContext }),
  };
  globalThis.Worker = class extends Worker {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      made.workers++;
    }
  };
  globalThis.AudioWorkletNode = class extends AudioWorkletNode {
    constructor(...options: ConstructorParameters<typeof AudioWorkletNode>) {
      super(...options);
      made.worklets++;
    }
  };
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      made.contexts.push(this);
    }
  };
  return made;
}
