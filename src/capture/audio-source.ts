import { UndertoneError } from '../errors.js';
import { checkCapture } from './element-capture.js';
import { isNativeContext, isNativeNode } from './native.js';
import { PcmSource } from './pcm-source.js';

/**
 * What Undertone can listen to. It never stops, mutes or alters any of them. Of a node with several outputs, such as a
 * ChannelSplitterNode, the first is heard: for another, connect that to a GainNode and pass the GainNode.
 */
export type AudioSource = MediaStreamTrack | MediaStream | AudioNode | HTMLMediaElement | PcmSource;

/** A source of the browser's in one of the forms that can be followed. */
export type GraphSource =
  | { kind: 'node'; node: AudioNode }
  | { kind: 'stream'; stream: MediaStream }
  | { kind: 'element'; element: HTMLMediaElement };

/** A source in one of the forms that can be followed. */
export type ResolvedSource = GraphSource | { kind: 'pcm'; pcm: PcmSource };

/**
 * @throws `bad-source` when `source` has no audio or is nothing that can be listened to
 * @throws `track-ended` when its tracks are already over
 * @throws `unsupported` when this browser cannot listen to media elements
 */
export function resolveSource(source: AudioSource): ResolvedSource {
  if (source instanceof PcmSource) {
    if (source.closed) throw new UndertoneError('track-ended', 'The PcmSource was closed; make another.');
    return { kind: 'pcm', pcm: source };
  }
  // Tags, not instanceof: a source may come from another frame of the page.
  const tag = Object.prototype.toString.call(source).slice(8, -1);
  if (tag.endsWith('MediaStreamTrack')) {
    const track = source as MediaStreamTrack;
    if (track.kind !== 'audio')
      throw new UndertoneError('bad-source', `The track is of kind "${track.kind}"; an audio track is needed.`);
    checkLive([track]);
    return { kind: 'stream', stream: new MediaStream([track]) };
  }
  if (tag === 'MediaStream') {
    const stream = source as MediaStream;
    const tracks = stream.getAudioTracks();
    if (tracks.length === 0)
      throw new UndertoneError('bad-source', 'The MediaStream has no audio track; add one, or pass another stream.');
    checkLive(tracks);
    return { kind: 'stream', stream };
  }
  if (tag === 'HTMLAudioElement' || tag === 'HTMLVideoElement') {
    const element = source as HTMLMediaElement;
    checkCapture(element);
    return { kind: 'element', element };
  }
  if (typeof source === 'object' && source && 'connect' in source && 'context' in source) {
    checkNode(source);
    return { kind: 'node', node: source };
  }
  throw new UndertoneError(
    'bad-source',
    `Cannot listen to ${tag}: pass a MediaStreamTrack, MediaStream, AudioNode, media element or PcmSource.`,
  );
}

/** One live track is enough, whatever others the stream still holds. */
function checkLive(tracks: readonly MediaStreamTrack[]): void {
  if (tracks.some(({ readyState }) => readyState === 'live')) return;
  throw new UndertoneError('track-ended', 'The track has already ended; ask for a new one.');
}

/** Nodes of libraries look like the browser's, and their worklets and clocks are not. */
function checkNode(node: AudioNode): void {
  if (!isNativeNode(node)) {
    const message =
      "This node is a library's (Tone.js, standardized-audio-context), not the browser's. Connect it to a MediaStreamAudioDestinationNode that the library makes, and pass the stream of that.";
    throw new UndertoneError('bad-source', message);
  }
  if (!isNativeContext(node.context)) {
    const message =
      'The node is of an OfflineAudioContext, which renders at once. Pass the AudioBuffer that it renders to analyzeFile().';
    throw new UndertoneError('bad-source', message);
  }
  if (node.numberOfOutputs === 0) throw new UndertoneError('bad-source', 'The AudioNode has no output to listen to.');
}
