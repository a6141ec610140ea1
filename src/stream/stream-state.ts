/**
 * - `loading`    no window has been analysed yet, or none since the source was replaced
 * - `running`    audio arrives and someone speaks
 * - `no-speech`  audio arrives and nobody has spoken for two windows
 * - `muted`      the system or the remote side has muted the track: no audio arrives, or silence
 * - `suspended`  the AudioContext does not run: see `undertone.resume()`
 * - `paused`     `pause()` was called
 * - `ended`      no more audio will come
 */
export type StreamState = 'loading' | 'running' | 'no-speech' | 'muted' | 'suspended' | 'paused' | 'ended';

/** What is known of a stream at one time. */
export interface Conditions {
  readonly ended: boolean;
  readonly paused: boolean;
  readonly suspended: boolean;
  readonly muted: boolean;
  readonly analysed: boolean;
  readonly silent: boolean;
}

/** The state that explains best why tone does or does not come: of several conditions, the one to be mended first. */
export function deriveState({ ended, paused, suspended, muted, analysed, silent }: Conditions): StreamState {
  if (ended) return 'ended';
  if (paused) return 'paused';
  if (suspended) return 'suspended';
  if (muted) return 'muted';
  if (!analysed) return 'loading';
  return silent ? 'no-speech' : 'running';
}
