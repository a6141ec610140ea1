/** What feeds a worklet: a node, or the tracks of a stream or an element. */
export interface Input {
  /** The track that is heard now, if the source has one. */
  readonly track: MediaStreamTrack | undefined;
  /** Looks whether what is heard has changed: not all of it is told by an event. */
  look(): void;
  /** Lets go of the source, which goes on as it was. */
  disconnect(): void;
}

/** What an input tells. */
export interface InputListener {
  /** Another track is heard from now on, or none any more. */
  onTrack(track: MediaStreamTrack | undefined): void;
  /** The track has ended, and there is no other. */
  onEnded(): void;
  /** The source gives no audio any more: why, typed. */
  onFailure(error: unknown): void;
}

/** Disconnects `source` from `target`; an app that cleaned its graph up has done so already, and the browser then throws. */
export function disconnect(source: AudioNode, target: AudioNode): void {
  try {
    source.disconnect(target);
  } catch {
    // It is disconnected, which is all that was wanted.
  }
}

/** An input from a node of the app's. */
export function connectNode(source: AudioNode, target: AudioNode): Input {
  source.connect(target);
  return { track: undefined, look: () => {}, disconnect: () => disconnect(source, target) };
}
