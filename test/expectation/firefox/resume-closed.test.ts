// No report known. Seen in Firefox 153, and in WebKitGTK 2.50.
import { expect } from 'chai';
import { runningContext } from '../../support/audio.js';

it('resume() of a context that is closed meanwhile says that it runs', async () => {
  const context = await runningContext();
  await context.suspend();
  const resumed = context.resume();
  await context.close();
  await resumed;
  expect(context.state).to.equal('closed');
});
