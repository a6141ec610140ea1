import type { Estimate } from './estimates/estimate.js';
import type { ToneEvent } from './events.js';
import type { Label, Scores } from './model/labels.js';

/** One average of the incumbent's event; scores are decimal strings, times ISO 8601 and milliseconds. */
export interface ChimeVoiceTone {
  /** ISO 8601. */
  startTime: string;
  /** ISO 8601. */
  endTime: string;
  /** Since the stream began. */
  beginOffsetMillis: number;
  /** Since the stream began. */
  endOffsetMillis: number;
  /** The most probable label. */
  voiceToneLabel: Label;
  /** Probabilities as decimal strings. */
  voiceToneScore: Record<Label, string>;
}

/** An event of Amazon Chime SDK voice tone analysis (`detail-type: VoiceToneAnalysisStatus`). */
export interface ChimeVoiceToneEvent {
  /** Always this. */
  'detail-type': 'VoiceToneAnalysisStatus';
  /** `taskId` is the stream's id. */
  detail: {
    taskId: string;
    detailStatus: 'VoiceToneAnalysisSuccessful' | 'VoiceToneAnalysisFailure';
    voiceToneAnalysisDetails?: { currentAverageVoiceTone: ChimeVoiceTone; overallAverageVoiceTone: ChimeVoiceTone };
  };
}

/**
 * The event in the shape that the Amazon Chime SDK publishes.
 * @deprecated Import it from `undertone/chime`: the next version has it only there.
 */
export function toChimeVoiceTone(event: ToneEvent): ChimeVoiceToneEvent {
  const current = toAverage(event.recent, event.timeOrigin);
  const overall = toAverage(event.call, event.timeOrigin);
  const detail: ChimeVoiceToneEvent['detail'] =
    current && overall
      ? {
          taskId: event.id,
          detailStatus: 'VoiceToneAnalysisSuccessful',
          voiceToneAnalysisDetails: { currentAverageVoiceTone: current, overallAverageVoiceTone: overall },
        }
      : { taskId: event.id, detailStatus: 'VoiceToneAnalysisFailure' };
  return { 'detail-type': 'VoiceToneAnalysisStatus', detail };
}

function toAverage({ start, end, label, scores }: Estimate, timeOrigin: number): ChimeVoiceTone | undefined {
  if (!label || !scores) return undefined;
  const iso = (seconds: number) => new Date(timeOrigin + 1000 * seconds).toISOString();
  return {
    startTime: iso(start),
    endTime: iso(end),
    beginOffsetMillis: Math.round(1000 * start),
    endOffsetMillis: Math.round(1000 * end),
    voiceToneLabel: label,
    voiceToneScore: toDecimals(scores),
  };
}

function toDecimals({ negative, neutral, positive }: Scores): Record<Label, string> {
  return { negative: negative.toFixed(2), neutral: neutral.toFixed(2), positive: positive.toFixed(2) };
}
