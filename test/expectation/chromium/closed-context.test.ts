// No report known. Seen in Chromium 156.
import { expect } from 'chai';
import { runningContext } from '../../support/audio.js';

declare const gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;

/** A closed context with a worklet in it; before it is closed the worklet may hear that it is over. */
async function closed(hears: boolean): Promise<WeakRef<AudioContext>> {
  const context = await runningContext();
  await context.audioWorklet.addModule('/dist/undertone.worklet.js');
  const node = new AudioWorkletNode(context, 'undertone-capture', { numberOfInputs: 1, numberOfOutputs: 0 });
  const source = new ConstantSourceNode(context);
  source.start();
  source.connect(node);
  source.disconnect(node);
  node.port.postMessage('stop');
  if (hears) for (const end = context.currentTime + 0.5; context.currentTime < end; ) await pause();
  await context.close();
  return new WeakRef(context);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

it('a context that is closed before its worklet has heard that it is over is kept', async () => {
  const kept = await closed(false);
  const forgotten = await closed(true);
  while (forgotten.deref()) {
    await gc({ type: 'major', execution: 'async' });
    await pause();
  }
  expect(kept.deref()).to.not.equal(undefined);
});
