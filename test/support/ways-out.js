/** Watches every way by which something may leave a page or a worker, or outlive it; what is used goes to `tell`, and on its way. */
export function watchWaysOut(tell) {
  const scope = globalThis;

  /** @param {(...args: any[]) => string} [detail] */
  const method = (owner, name, detail = () => '') => {
    const original = owner?.[name];
    if (typeof original !== 'function') return;
    owner[name] = function (...args) {
      tell(`${name} ${detail.apply(this, args)}`.trim());
      return original.apply(this, args);
    };
  };
  const maker = (name) => {
    if (!scope[name]) return;
    scope[name] = new Proxy(scope[name], {
      construct(target, args, made) {
        tell(name);
        return Reflect.construct(target, args, made === scope[name] ? target : made);
      },
    });
  };
  const setter = (type, property) => {
    const prototype = scope[type]?.prototype;
    const { set, ...rest } = (prototype && Object.getOwnPropertyDescriptor(prototype, property)) ?? {};
    if (!set) return;
    const watched = function (value) {
      tell(`${type}.${property}`);
      set.call(this, value);
    };
    Object.defineProperty(prototype, property, { ...rest, set: watched });
  };

  const addressOf = (input) => new URL(input?.url ?? input, location.href).href;
  method(
    scope,
    'fetch',
    (input, init) => `${init?.method ?? input?.method ?? 'GET'} ${addressOf(input)}${init?.body ? ' with a body' : ''}`,
  );
  for (const name of [
    'XMLHttpRequest',
    'WebSocket',
    'WebTransport',
    'EventSource',
    'RTCPeerConnection',
    'SharedWorker',
    'Notification',
    'BroadcastChannel',
  ]) {
    maker(name);
  }
  for (const [type, names] of Object.entries({
    Navigator: ['sendBeacon', 'share', 'registerProtocolHandler', 'setAppBadge', 'requestMIDIAccess', 'vibrate'],
    Clipboard: ['write', 'writeText'],
    CredentialsContainer: ['store', 'create', 'get'],
    ServiceWorkerContainer: ['register'],
    StorageManager: ['getDirectory', 'persist'],
    Storage: ['setItem'],
    CookieStore: ['set'],
    IDBFactory: ['open'],
    LockManager: ['request'],
    HTMLFormElement: ['submit', 'requestSubmit'],
  })) {
    for (const name of names) method(scope[type]?.prototype, name);
  }
  // Of a window, these are its own and not its prototype's.
  for (const name of ['open', 'fetchLater', 'showSaveFilePicker']) method(scope, name);
  method(scope.CacheStorage?.prototype, 'open', (name) => name);
  method(scope.Cache?.prototype, 'put', (key) => addressOf(key));
  method(scope.Cache?.prototype, 'add', (key) => addressOf(key));
  // In a worker it speaks to the page that made it, and goes nowhere else.
  if (scope.window) method(scope, 'postMessage');
  setter('Document', 'cookie');
  for (const type of ['HTMLImageElement', 'HTMLScriptElement', 'HTMLIFrameElement', 'HTMLMediaElement']) setter(type, 'src');
  setter('HTMLLinkElement', 'href');
}
