import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AudioSource } from 'undertone';
import { useEngine } from './provider.js';
import { ToneSession } from './tone-session.js';
import type { Tone, ToneOptions } from './tone.js';

/**
 * Listens to `source` for as long as the component is mounted, and renders it again when there is something new. Without a source or
 * consent nothing is loaded or listened to: call `useUndertone()` to load ahead. Another source is heard in place of the first, with
 * the same estimates; `null` in its place ends the stream, and what it said stays. Another `id`, `hopMs` or `recentMs` begins a new one.
 * Failures are `error` in what it returns; it throws none.
 *
 * @example
 * ```tsx
 * import type { Consent } from 'undertone';
 * import { useTone } from 'undertone/react';
 *
 * export function Badge({ track, consent }: { track: MediaStreamTrack | null; consent: Consent | null }) {
 *   const { state, recent, error } = useTone(track, { consent });
 *   if (error) return <p role="alert">{error.message}</p>;
 *   return <p>{recent?.label ?? (state === 'loading' ? 'loading' : 'not enough speech')}</p>;
 * }
 * ```
 */
export function useTone(source: AudioSource | null | undefined, options: ToneOptions): Tone {
  const engine = useEngine();
  const [session] = useState(() => new ToneSession());
  useEffect(session.mount, [session]);
  // After every render: the session knows what is new in it, and a list of dependencies would compare literals by identity.
  useEffect(() => session.follow(engine, source, options));
  return useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
}
