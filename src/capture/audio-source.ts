import { UndertoneError } from '../errors.js';

/**
 * What Undertone can listen to. It never stops, mutes or alters any of them. Of a node with several outputs, such as a
 * ChannelSplitterNode, the first is heard: for another, connect that to a GainNode and pass the GainNode.
 */
export type AudioSource = MediaStreamTrack | MediaStream | AudioNode | HTMLMediaElement;

/** A source in one of the two forms that Web Audio takes. */
export type ResolvedSource =
  | { kind: 'node'; node: AudioNode }
  /** `keepAlive`: Chromium feeds remote WebRTC audio to Web Audio only while a media element plays it. */
  | { kind: 'stream'; stream: MediaStream; keepAlive: boolean };

/**
 * @throws `bad-source` when `source` has no audio or is nothing that can be listened to
 * @throws `track-ended` when its track is already over
 */
export function resolveSource(source: AudioSource): ResolvedSource {
  // Tags, not instanceof: a source may come from another frame of the page.
  const tag = Object.prototype.toString.call(source).slice(8, -1);
  if (tag.endsWith('MediaStreamTrack')) {
    const track = source as MediaStreamTrack;
    checkTrack(track);
    return { kind: 'stream', stream: new MediaStream([track]), keepAlive: true };
  }
  if (tag === 'MediaStream') {
    const track = (source as MediaStream).getAudioTracks()[0];
    if (!track) throw new UndertoneError('bad-source', 'The MediaStream has no audio track; add one, or pass another stream.');
    checkTrack(track);
    return { kind: 'stream', stream: source as MediaStream, keepAlive: true };
  }
  if (tag === 'HTMLAudioElement' || tag === 'HTMLVideoElement') {
    return { kind: 'stream', stream: captureElement(source as HTMLMediaElement), keepAlive: false };
  }
  if (typeof source === 'object' && source && 'connect' in source && 'context' in source) {
    if (source.numberOfOutputs === 0) throw new UndertoneError('bad-source', 'The AudioNode has no output to listen to.');
    return { kind: 'node', node: source };
  }
  throw new UndertoneError(
    'bad-source',
    `Cannot listen to ${tag}: pass a MediaStreamTrack, MediaStream, AudioNode or media element.`,
  );
}

function checkTrack(track: MediaStreamTrack): void {
  if (track.kind !== 'audio')
    throw new UndertoneError('bad-source', `The track is of kind "${track.kind}"; an audio track is needed.`);
  if (track.readyState === 'ended') throw new UndertoneError('track-ended', 'The track has already ended; ask for a new one.');
}

/** Not `createMediaElementSource`: that takes the sound away from the speakers, and this only listens. */
function captureElement(
  element: HTMLMediaElement & { captureStream?(): MediaStream; mozCaptureStream?(): MediaStream },
): MediaStream {
  const capture = element.captureStream ?? element.mozCaptureStream;
  if (!capture) {
    throw new UndertoneError(
      'unsupported',
      'This browser cannot listen to a media element beside its playback. Pass a MediaElementAudioSourceNode of your own AudioContext.',
    );
  }
  try {
    return capture.call(element);
  } catch (cause) {
    throw new UndertoneError('bad-source', 'The media element does not give its audio away; serve its file with CORS headers.', {
      cause,
    });
  }
}
