/** First message of the worker: its script has loaded and listens. */
export const READY = 'undertone-ready';

/** Its first message where a Content-Security-Policy forbids WebAssembly: nothing more need be loaded. */
export const NO_WEBASSEMBLY = 'undertone-no-webassembly';
