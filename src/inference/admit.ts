/** What comlink sends, as far as it is looked at here. */
interface Message {
  readonly type?: unknown;
  readonly path?: unknown;
  readonly argumentList?: unknown;
}

/**
 * Has comlink, which is to expose something on `port` after this, hear nothing but calls of it. By itself comlink walks whatever path
 * a message names, up to `constructor`, and throws on what is no message of its own: either end would be at the mercy of the other.
 * @param depth 1 where methods of an object are called, 0 where the function itself is
 */
export function admitCalls(port: Pick<EventTarget, 'addEventListener'>, depth: 0 | 1): void {
  port.addEventListener('message', (event) => {
    if (!isCall((event as MessageEvent<unknown>).data, depth)) event.stopImmediatePropagation();
  });
}

function isCall(data: unknown, depth: number): boolean {
  const { type, path = [], argumentList = [] } = Object(data) as Message;
  if (type === 'RELEASE') return true;
  return (
    type === 'APPLY' && Array.isArray(path) && path.length === depth && Array.isArray(argumentList) && argumentList.every(isRaw)
  );
}

/** Values travel as they are: nothing is passed by reference but ports. */
const isRaw = (argument: unknown) => (Object(argument) as Message).type === 'RAW';
