/** The shipped worker, which dies when a page says so: nothing that audio can do makes it die. */
import '/dist/undertone.worker.js';

new BroadcastChannel('crash').onmessage = () => {
  throw new Error('out of memory');
};

/** And hangs, which nobody is told of. */
const hang = new BroadcastChannel('hang');
hang.onmessage = () => {
  hang.postMessage('hangs');
  for (;;);
};
