import type { ToneStream } from 'undertone';
import { toChimeVoiceTone } from 'undertone/chime';

function publish(stream: ToneStream, handle: (event: object) => void): void {
  stream.on('tone', (event) => handle(toChimeVoiceTone(event)));
}

export {};
