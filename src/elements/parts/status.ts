import type { EndEvent, Estimate, Label, NoLabelReason, StreamState } from 'undertone';

/** What there is to say of a stream at the moment. */
export type Status = Label | NoLabelReason | Exclude<StreamState, 'running'> | 'off' | 'failed' | 'revoked';

export interface Known {
  readonly state: StreamState | null;
  readonly end: EndEvent['reason'] | null;
  /** The one that is shown. */
  readonly estimate: Estimate | undefined;
  readonly window: Estimate | undefined;
}

/** The tone that is heard now, or why there is none. Silence is not neutral: while nobody is heard there is no label. */
export function statusOf({ state, end, estimate, window }: Known): Status {
  if (end === 'revoked' || end === 'failed') return end;
  if (state === 'ended') return estimate?.label ?? 'ended';
  if (state && state !== 'running') return state;
  if (window?.reason === 'too-quiet') return 'too-quiet';
  if (!estimate) return state ? 'loading' : 'off';
  return estimate.label ?? estimate.reason ?? 'too-little-speech';
}

export function isLabel(status: Status): status is Label {
  return status === 'positive' || status === 'neutral' || status === 'negative';
}

/** Whether audio is analysed, might be again, or is not. */
export function analysisOf(state: StreamState | null): 'analysis-on' | 'analysis-held' | 'analysis-off' {
  if (state === null || state === 'ended') return 'analysis-off';
  return state === 'paused' || state === 'suspended' || state === 'recovering' ? 'analysis-held' : 'analysis-on';
}
