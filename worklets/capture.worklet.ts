import { ChunkWriter } from '../src/ring/chunk-writer.js';
import { Downmix } from './downmix.js';
import type { FrameWriter } from '../src/ring/frame-writer.js';
import type { WriterOptions } from '../src/ring/transport.js';
import { SharedRingWriter } from '../src/ring/shared-ring-writer.js';

/** Longest render quantum that the Web Audio 1.1 draft lets a page ask for in practice; today all are 128. */
const MAX_QUANTUM = 4096;

/**
 * The one audio processor: downmix, copy, count. It has no outputs, so it can never be heard. The page posts the
 * writer's options to it, and in the end 'stop', which overwrites the audio that it holds.
 */
class CaptureProcessor extends AudioWorkletProcessor implements AudioWorkletProcessorImpl {
  readonly #mono = new Float32Array(MAX_QUANTUM);
  readonly #downmix = new Downmix();
  #writer: FrameWriter | undefined;
  #alive = true;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<WriterOptions | 'stop'>) => {
      if (data === 'stop') this.#stop();
      else this.#writer = createWriter(data);
    };
  }

  process(inputs: Float32Array[][]): boolean {
    if (!this.#alive) return false;
    const count = this.#downmix.mix(inputs[0]!, this.#mono);
    if (count > 0) this.#writer?.write(this.#mono, count, currentFrame + count);
    return true;
  }

  #stop(): void {
    this.#alive = false;
    this.#mono.fill(0);
    this.#writer?.clear();
  }
}

function createWriter(options: WriterOptions): FrameWriter {
  return options.transport === 'shared'
    ? new SharedRingWriter(options.buffer, options.signalEvery)
    : new ChunkWriter(options.port, options.chunkFrames, options.chunks);
}

registerProcessor('undertone-capture', CaptureProcessor);
