/** What was made of the page's resources while it was watched, and is still there. */
export interface Leftovers {
  /** One line for each worker, timer, node, element and listener that is left; empty when all is freed. */
  left(): string[];
  /** The shared memory that was made. */
  readonly memory: SharedArrayBuffer[];
  restore(): void;
}

interface Listening {
  target: string;
  type: string;
  listener: unknown;
  signal: AbortSignal | undefined;
}

/** Watches what is made from now on, by whatever script of the page. */
export function watchLeftovers(): Leftovers {
  const { Worker, AudioWorkletNode, Audio, SharedArrayBuffer, setInterval, clearInterval } = globalThis;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const workers = new Set<Worker>();
  const timers = new Set<unknown>();
  const nodes = new Set<AudioWorkletNode>();
  const elements: HTMLAudioElement[] = [];
  const memory: SharedArrayBuffer[] = [];
  let listening: Listening[] = [];

  globalThis.Worker = class extends Worker {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      workers.add(this);
    }
    override terminate() {
      workers.delete(this);
      super.terminate();
    }
  };
  globalThis.AudioWorkletNode = class extends AudioWorkletNode {
    constructor(...options: ConstructorParameters<typeof AudioWorkletNode>) {
      super(...options);
      nodes.add(this);
      const { port } = this;
      const { postMessage } = port;
      port.postMessage = (message: unknown, ...rest: unknown[]) => {
        if (message === 'stop') nodes.delete(this);
        Reflect.apply(postMessage, port, [message, ...rest]);
      };
    }
  };
  globalThis.Audio = class extends Audio {
    constructor(source?: string) {
      super(source);
      elements.push(this);
    }
  };
  if (SharedArrayBuffer) {
    globalThis.SharedArrayBuffer = class extends SharedArrayBuffer {
      constructor(length: number) {
        super(length);
        memory.push(this);
      }
    } as SharedArrayBufferConstructor;
  }
  Object.assign(globalThis, {
    setInterval: (...options: Parameters<typeof setInterval>) => {
      const timer = setInterval(...options);
      timers.add(timer);
      return timer;
    },
    clearInterval: (timer: number) => {
      timers.delete(timer);
      clearInterval(timer);
    },
  });
  const watched = /^(MediaStream|MediaStreamTrack|AudioContext|HTMLAudioElement)$/;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = Object.prototype.toString.call(this).slice(8, -1);
    const signal = typeof options === 'object' ? options.signal : undefined;
    if (watched.test(target)) listening.push({ target, type, listener, signal });
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    listening = listening.filter((entry) => entry.listener !== listener || entry.type !== type);
    removeEventListener.call(this, type, listener, options);
  };

  return {
    memory,
    left: () => [
      ...Array.from(workers, () => 'a worker'),
      ...Array.from(timers, () => 'a timer'),
      ...Array.from(nodes, () => 'a worklet'),
      ...elements.filter(({ srcObject }) => srcObject).map(() => 'an element'),
      ...listening.filter(({ signal }) => !signal?.aborted).map(({ target, type }) => `a listener of "${type}" of ${target}`),
    ],
    restore() {
      Object.assign(globalThis, { Worker, AudioWorkletNode, Audio, setInterval, clearInterval });
      if (SharedArrayBuffer) globalThis.SharedArrayBuffer = SharedArrayBuffer;
      Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    },
  };
}
