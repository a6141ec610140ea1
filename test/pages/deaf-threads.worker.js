/** The shipped worker, whose threads never say that they are there. */
import '/dist/undertone.worker.js';

self.Worker = class extends EventTarget {
  postMessage() {}
  terminate() {}
};
