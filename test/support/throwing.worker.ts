import * as Comlink from 'comlink';
import { UndertoneError } from '../../src/errors.js';
import { installErrorTransfer, toWire, type WireError } from '../../src/inference/wire-errors.js';

const TYPED = () => new UndertoneError('asset-load', 'Nothing there.', { cause: new RangeError('underneath'), urls: ['a', 'b'] });

/** Fails in each way that a worker can. */
const api = {
  throwTyped() {
    throw TYPED();
  },
  throwOther() {
    throw new TypeError('plain');
  },
  throwUncloneable() {
    throw new UndertoneError('inference-failed', 'Failed.', { cause: () => 'a function' });
  },
  passTyped: (listener: (error: WireError) => void) => listener(toWire(TYPED())),
};
export type ThrowingApi = typeof api;

installErrorTransfer();
Comlink.expose(api);
