/** The shipped worker in wound time; it dies when the page says so: nothing that audio can do makes it die. */
import './wound-clock.js';
import '/dist/undertone.worker.js';

new BroadcastChannel('crash').onmessage = () => {
  throw new Error('out of memory');
};
