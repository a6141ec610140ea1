import { allocateRing } from '../ring/layout.js';
import type { ReaderOptions, Transport, WriterOptions } from '../ring/transport.js';
import type { ResolvedSource } from './audio-source.js';

/** Audio that the ring holds while inference is busy, in seconds; what comes on top is dropped and reported. */
const RING_SECONDS = 8;

/** Frames of one transferred chunk: 43 ms at 48 kHz. */
const CHUNK_FRAMES = 2048;

/** How often the worker is woken in shared memory, in seconds. */
const SIGNAL_SECONDS = 0.05;

/** A worklet that listens to one source. It has no output and is never connected to anything that is heard. */
export interface Tap {
  /** For the worker; a port in it is to be transferred. */
  readonly reader: ReaderOptions;
  /** The track that is heard now, if the source has one. */
  readonly track: MediaStreamTrack | undefined;
  /** Lets go of the source and frees the worklet; the source goes on as it was. */
  close(): void;
}

/** What a tap tells its stream. */
export interface TapListener {
  /** For each track that is heard: at once, and when the source gets a new one. */
  onTrack(track: MediaStreamTrack): void;
  /** The worklet threw, and will not be called again. */
  onFailure(): void;
}

/** Taps `source`; the worklet's module must be loaded in `context`. */
export function openTap(
  context: AudioContext,
  source: ResolvedSource,
  transport: Transport,
  { onTrack, onFailure }: TapListener,
): Tap {
  const node = new AudioWorkletNode(context, 'undertone-capture', { numberOfInputs: 1, numberOfOutputs: 0 });
  // Not addEventListener: Chromium tells of it only where this attribute is set.
  node.onprocessorerror = onFailure;
  const bridge = openBridge(node, context.sampleRate, transport);
  const input = source.kind === 'node' ? connectNode(source.node, node) : connectStream(context, source, node, onTrack);
  return {
    reader: bridge,
    get track() {
      return input.track;
    },
    close() {
      input.disconnect();
      node.port.postMessage('stop');
      node.disconnect();
    },
  };
}

function openBridge(node: AudioWorkletNode, sampleRate: number, transport: Transport): ReaderOptions {
  if (transport === 'shared') {
    const buffer = allocateRing(Math.ceil(RING_SECONDS * sampleRate));
    const options: WriterOptions = { transport, buffer, signalEvery: Math.round(SIGNAL_SECONDS * sampleRate) };
    node.port.postMessage(options);
    return { transport, buffer };
  }
  const { port1, port2 } = new MessageChannel();
  const chunks = Math.ceil((RING_SECONDS * sampleRate) / CHUNK_FRAMES);
  const options: WriterOptions = { transport, port: port1, chunkFrames: CHUNK_FRAMES, chunks };
  node.port.postMessage(options, [port1]);
  return { transport, port: port2 };
}

interface Input {
  readonly track: MediaStreamTrack | undefined;
  disconnect(): void;
}

function connectNode(source: AudioNode, node: AudioWorkletNode): Input {
  source.connect(node);
  return { track: undefined, disconnect: () => source.disconnect(node) };
}

function connectStream(
  context: AudioContext,
  { stream, keepAlive }: Extract<ResolvedSource, { kind: 'stream' }>,
  node: AudioWorkletNode,
  onTrack: (track: MediaStreamTrack) => void,
): Input {
  let source: MediaStreamAudioSourceNode | undefined;
  let track: MediaStreamTrack | undefined;
  const element = keepAlive ? playMuted(stream) : undefined;

  // A media element gives its stream before its tracks, and a call may replace a track that has ended.
  const connect = () => {
    const next = stream.getAudioTracks().find(({ readyState }) => readyState === 'live');
    if (!next || next === track) return;
    source?.disconnect();
    track = next;
    source = context.createMediaStreamSource(new MediaStream([next]));
    source.connect(node);
    onTrack(next);
  };
  connect();
  stream.addEventListener('addtrack', connect);

  return {
    get track() {
      return track;
    },
    disconnect() {
      stream.removeEventListener('addtrack', connect);
      source?.disconnect();
      if (element) element.srcObject = null;
    },
  };
}

function playMuted(stream: MediaStream): HTMLAudioElement {
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  // Where autoplay is refused the context is not allowed to run either, and that is reported.
  element.play().catch(() => {});
  return element;
}
