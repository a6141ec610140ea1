/** An entry above the index, as elements, reports and adapters are: it makes an instance, and has errors to tell. */
import { createUndertone, UndertoneError, type Undertone } from 'undertone';

export function start(): Promise<Undertone> {
  return createUndertone();
}

export function refuse(): never {
  throw new UndertoneError('bad-options', 'Refused by another entry.');
}
