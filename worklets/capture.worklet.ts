import { ChunkWriter } from '../src/ring/chunk-writer.js';
import { CaptureClock } from './capture-clock.js';
import { Downmix } from './downmix.js';
import type { FrameWriter } from '../src/ring/frame-writer.js';
import type { WriterOptions } from '../src/ring/transport.js';
import { SharedRingWriter } from '../src/ring/shared-ring-writer.js';

/** Longest render quantum that the Web Audio 1.1 draft lets a page ask for in practice; today all are 128. */
const MAX_QUANTUM = 4096;

/** What the page posts: how to reach the worker, then that no more is to be heard, then that nothing is to be held. */
type Message = WriterOptions | 'finish' | 'stop';

/**
 * The one audio processor: downmix, copy, count. It has no outputs, so it can never be heard. Where its input is inactive, say
 * because the app has disconnected it, silence counts: time goes on.
 */
class CaptureProcessor extends AudioWorkletProcessor implements AudioWorkletProcessorImpl {
  readonly #mono = new Float32Array(MAX_QUANTUM);
  readonly #downmix = new Downmix();
  readonly #clock = new CaptureClock(sampleRate);
  #writer: FrameWriter | undefined;
  #quantum = 128;
  #listening = true;
  #alive = true;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data === 'finish') this.#finish();
      else if (data === 'stop') this.#stop();
      else this.#writer = createWriter(data);
    };
  }

  process(inputs: Float32Array[][]): boolean {
    if (!this.#alive) return false;
    if (!this.#listening) return true;
    const count = this.#downmix.mix(inputs[0]!, this.#mono);
    if (count > 0) this.#quantum = count;
    else this.#mono.fill(0, 0, this.#quantum);
    this.#writer?.write(this.#mono, this.#quantum, this.#clock.stamp(currentFrame + this.#quantum, Date.now()));
    return true;
  }

  /** What was heard may still be read. */
  #finish(): void {
    this.#listening = false;
    this.#writer?.finish();
  }

  #stop(): void {
    this.#listening = false;
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
