import { toChimeVoiceTone as convert, type ChimeVoiceToneEvent, type ToneEvent } from 'undertone';

export type { ChimeVoiceTone, ChimeVoiceToneEvent } from 'undertone';

/**
 * The event in the shape that the Amazon Chime SDK publishes, for code that reads that. Where Undertone has no label
 * because there is too little speech, the status is `VoiceToneAnalysisFailure`, as it is there after silence.
 *
 * @example
 * ```ts
 * import type { ToneStream } from 'undertone';
 * import { toChimeVoiceTone } from 'undertone/chime';
 *
 * function publish(stream: ToneStream, handle: (event: object) => void): void {
 *   stream.on('tone', (event) => handle(toChimeVoiceTone(event)));
 * }
 * ```
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/va-voice-tone-event-ex.html
 */
export function toChimeVoiceTone(event: ToneEvent): ChimeVoiceToneEvent {
  // The index exports the conversion for one version more, and may not import a file that imports the index.
  return convert(event);
}
