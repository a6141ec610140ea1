/** In the place of the shipped worklet: nothing that audio can do makes that one die. */
class CrashingProcessor extends AudioWorkletProcessor {
  process() {
    throw new Error('out of memory');
  }
}

registerProcessor('undertone-capture', CrashingProcessor);
