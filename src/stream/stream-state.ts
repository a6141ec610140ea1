import type { StreamState } from '../events.js';

/** What is known of a stream at one time. */
export interface Conditions {
  readonly ended: boolean;
  readonly recovering: boolean;
  readonly paused: boolean;
  readonly suspended: boolean;
  readonly muted: boolean;
  readonly analysed: boolean;
  readonly silent: boolean;
}

/** The state that explains best why tone does or does not come: of several conditions, the one to be mended first. */
export function deriveState({ ended, recovering, paused, suspended, muted, analysed, silent }: Conditions): StreamState {
  if (ended) return 'ended';
  if (recovering) return 'recovering';
  if (paused) return 'paused';
  if (suspended) return 'suspended';
  if (muted) return 'muted';
  if (!analysed) return 'loading';
  return silent ? 'no-speech' : 'running';
}
