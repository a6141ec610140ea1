// No report known. Seen in Chromium 156.
import { expect } from 'chai';
import { runningContext } from '../../support/audio.js';

it('a worklet that crashes is told to `onprocessorerror`, and not to a listener', async () => {
  const context = await runningContext();
  await context.audioWorklet.addModule('/test/pages/crashing.worklet.js');
  const source = new ConstantSourceNode(context);
  source.start();
  const crash = () => {
    const node = new AudioWorkletNode(context, 'undertone-capture', { numberOfOutputs: 0 });
    source.connect(node);
    return node;
  };
  const told: string[] = [];
  crash().addEventListener('processorerror', () => told.push('listener'));
  // These crash later, and are told of all the same.
  for (let i = 0; i < 3; i++) await new Promise((resolve) => (crash().onprocessorerror = resolve));
  expect(told).to.deep.equal([]);
  await context.close();
});
