/** In the place of the shipped worklet, which nothing that audio can do makes die. */
class CrashingProcessor extends AudioWorkletProcessor {
  process() {
    throw new Error('out of memory');
  }
}

registerProcessor('undertone-capture', CrashingProcessor);
