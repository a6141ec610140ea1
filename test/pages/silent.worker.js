/** A worker that starts, and hangs then. */
postMessage('undertone-ready');
