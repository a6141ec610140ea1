import * as Comlink from 'comlink';
import { UndertoneError } from '../../src/errors.js';
import { installErrorTransfer } from '../../src/inference/wire-errors.js';

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
  returnTyped: () => TYPED(),
  passTyped: (listener: (error: UndertoneError) => void) => listener(TYPED()),
};
export type ThrowingApi = typeof api;

installErrorTransfer();
Comlink.expose(api);
