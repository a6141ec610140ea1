import { openMicrophone, stopTracks } from '../shared/microphones.js';
import { playIntoStream } from '../shared/playback.js';
import { fetchSide, type CallSide } from '../shared/shipped-call.js';

export type SourceChoice = 'microphone' | CallSide;

/** What one side of the call sends. */
export interface Source {
  readonly stream: MediaStream;
  /** Begins to play, if it is a recording. */
  start(): Promise<void>;
  close(): void;
}

export async function openSource(choice: SourceChoice, context: AudioContext): Promise<Source> {
  if (choice === 'microphone') {
    const stream = await openMicrophone();
    return { stream, start: async () => {}, close: () => stopTracks(stream) };
  }
  const { stream, player, close } = playIntoStream(context, await fetchSide(choice));
  return { stream, start: () => player.play(), close };
}
