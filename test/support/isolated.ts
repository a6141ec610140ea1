declare const __ISOLATED__: boolean;

/** Whether this run is to be cross-origin isolated: these tests run twice. */
export const ISOLATED = __ISOLATED__;
