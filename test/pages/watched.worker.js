/** The shipped worker, whose ways out are watched; it dies when a page says so. */
import { watchWaysOut } from '../support/ways-out.js';

const told = new BroadcastChannel('ways out');
new BroadcastChannel('crash').onmessage = () => {
  throw new Error('out of memory');
};
watchWaysOut((what) => told.postMessage(what));
await import('/dist/undertone.worker.js');
