import { useSyncExternalStore } from 'react';
import { UndertoneError } from 'undertone';
import { isServer } from './page-engine.js';
import { useEngine } from './provider.js';
import type { UndertoneReady, UndertoneStatus } from './status.js';

/** Options of `useUndertone()`. */
export interface UseUndertoneOptions {
  /** Whether the component waits in the nearest `<Suspense>`, and a failure goes to the nearest error boundary. Default `false`. */
  suspense?: boolean;
}

/**
 * Loads Undertone, or uses what is loaded, for as long as the component is mounted; a page has one. It is closed two seconds
 * after its last user, so that a remount is free. Nothing is listened to. Renders again as files load.
 *
 * @example
 * ```tsx
 * import { useUndertone } from 'undertone/react';
 *
 * export function Loading() {
 *   const { status, progress, error, retry } = useUndertone();
 *   if (status === 'ready') return null;
 *   if (error) return <button onClick={retry}>{error.message} Try again</button>;
 *   return <progress value={progress?.loaded} max={progress?.total} aria-label={`Loading: ${progress?.phase ?? ''}`} />;
 * }
 * ```
 */
export function useUndertone(options?: { suspense?: false }): UndertoneStatus;
/**
 * With `suspense: true` the component is rendered once it is loaded. On a server this throws, so that the server renders the fallback and
 * the browser the rest. The fallback may call `useUndertone()` for the progress, and that of the error boundary for `retry`.
 *
 * @throws what `createUndertone()` rejects with, to the nearest error boundary; `unsupported` on a server
 */
export function useUndertone(options: { suspense: true }): UndertoneReady;
/** Where the choice is made at run time. */
export function useUndertone(options?: UseUndertoneOptions): UndertoneStatus;
export function useUndertone({ suspense = false }: UseUndertoneOptions = {}): UndertoneStatus {
  const engine = useEngine();
  const status = useSyncExternalStore(engine.subscribe, engine.getSnapshot, engine.getServerSnapshot);
  if (!suspense || status.instance) return status;
  if (status.error) throw status.error;
  if (isServer()) {
    const message = 'Undertone runs in browsers alone: the server renders the fallback of the <Suspense> around this component.';
    throw new UndertoneError('unsupported', message);
  }
  // React waits for what is thrown; version 18 has no use().
  throw engine.settled();
}
