import { allocateRing, eraseRing } from '../ring/layout.js';
import type { ReaderOptions, Transport, WriterOptions } from '../ring/transport.js';
import type { GraphSource } from './audio-source.js';
import { connectNode, type Input, type InputListener } from './input.js';
import { TrackInput } from './track-input.js';

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
  /** Looks whether what is heard has changed. */
  look(): void;
  /** Lets go of the source, which goes on as it was; what has been heard stays for the worker to read. */
  finish(): void;
  /** `finish()`, and overwrites the audio held and frees the worklet. */
  close(): void;
}

/** What a tap tells its stream. */
export interface TapListener extends InputListener {
  /** The worklet threw, and will not be called again. */
  onCrash(): void;
}

/** Taps `source`; the worklet's module must be loaded in `context`. @throws what the browser says against the source */
export function openTap(context: AudioContext, source: GraphSource, transport: Transport, listener: TapListener): Tap {
  const node = new AudioWorkletNode(context, 'undertone-capture', { numberOfInputs: 1, numberOfOutputs: 0 });
  // Not addEventListener: Chromium tells of it only where this attribute is set.
  node.onprocessorerror = () => listener.onCrash();
  const reader = openBridge(node, context.sampleRate, transport);
  let input: Input | undefined;
  let finished = false;
  const finish = () => {
    if (finished) return;
    finished = true;
    input?.disconnect();
    node.port.postMessage('finish');
  };
  const close = () => {
    finish();
    node.onprocessorerror = null;
    node.port.postMessage('stop');
    // The audio thread does not hear of it where its context is closed.
    if (reader.transport === 'shared') eraseRing(reader.buffer);
  };
  try {
    input = source.kind === 'node' ? connectNode(source.node, node) : new TrackInput(context, source, node, listener);
  } catch (error) {
    close();
    throw error;
  }
  return {
    reader,
    get track() {
      return input.track;
    },
    look: () => input.look(),
    finish,
    close,
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
