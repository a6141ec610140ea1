import { toChimeVoiceTone as convert, type ChimeVoiceToneEvent, type ToneEvent } from 'undertone';

export type { ChimeVoiceTone, ChimeVoiceToneEvent } from 'undertone';

/**
 * The event in the shape that the Amazon Chime SDK publishes, for code that reads that. Where Undertone has no label
 * because there is too little speech, the status is `VoiceToneAnalysisFailure`, as it is there after silence.
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/va-voice-tone-event-ex.html
 */
export function toChimeVoiceTone(event: ToneEvent): ChimeVoiceToneEvent {
  // The index exports the conversion for one version more, and may not import a file that imports the index.
  return convert(event);
}
