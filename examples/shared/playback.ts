/** A recording that plays into a MediaStream, as if it came from a microphone. */
export interface Playback {
  readonly stream: MediaStream;
  /** For its position, and its `ended` event. It is heard only through the stream. */
  readonly player: HTMLAudioElement;
  close(): void;
}

export function playIntoStream(context: AudioContext, recording: Blob): Playback {
  const url = URL.createObjectURL(recording);
  const player = new Audio(url);
  const source = context.createMediaElementSource(player);
  const destination = context.createMediaStreamDestination();
  source.connect(destination);
  return {
    stream: destination.stream,
    player,
    close() {
      player.pause();
      source.disconnect();
      for (const track of destination.stream.getTracks()) track.stop();
      URL.revokeObjectURL(url);
    },
  };
}
