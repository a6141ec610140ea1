/** First message of the worker: its script has loaded and listens. */
export const READY = 'undertone-ready';
