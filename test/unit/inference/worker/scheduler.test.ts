import { expect } from 'chai';
import { Scheduler } from '../../../../src/inference/worker/scheduler.js';

/** A task that runs until it is told to finish. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { run: () => opened, open };
}

describe('scheduler', () => {
  it('runs one task at a time', async () => {
    const scheduler = new Scheduler();
    let running = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve));
      running--;
    };
    await Promise.all(['a', 'b', 'c', 'd'].map((stream) => scheduler.submit(stream, task)));
    expect(most).to.equal(1);
  });

  it('serves the streams in turn, however often one of them asks', async () => {
    const scheduler = new Scheduler();
    const { run, open } = gate();
    const order: string[] = [];
    const log = (name: string) => async () => void order.push(name);
    const all = [scheduler.submit('busy', run)];
    all.push(scheduler.submit('busy', log('busy 1')), scheduler.submit('b', log('b')), scheduler.submit('c', log('c')));
    all.push(scheduler.submit('busy', log('busy 2')), scheduler.submit('busy', log('busy 3')));
    open();
    await Promise.all(all);
    expect(order).to.deep.equal(['busy 3', 'b', 'c']);
  });

  it('keeps the newest task of a stream and says that the older was dropped', async () => {
    const scheduler = new Scheduler();
    const { run, open } = gate();
    const ran: number[] = [];
    const first = scheduler.submit('a', run);
    const waiting = [1, 2, 3].map((n) => scheduler.submit('a', async () => void ran.push(n)));
    open();
    expect(await Promise.all([first, ...waiting])).to.deep.equal(['done', 'dropped', 'dropped', 'done']);
    expect(ran).to.deep.equal([3]);
  });

  it('drops what waits when a stream is cancelled, and nothing of the others', async () => {
    const scheduler = new Scheduler();
    const { run, open } = gate();
    const all = [scheduler.submit('x', run), scheduler.submit('a', async () => {}), scheduler.submit('b', async () => {})];
    scheduler.cancel('a');
    open();
    expect(await Promise.all(all)).to.deep.equal(['done', 'dropped', 'done']);
  });

  it('lets messages in between two tasks', async () => {
    const scheduler = new Scheduler();
    const { port1, port2 } = new MessageChannel();
    const order: string[] = [];
    port1.onmessage = () => order.push('message');
    const first = scheduler.submit('a', async () => {
      order.push('first');
      port2.postMessage(null);
    });
    const second = scheduler.submit('b', async () => void order.push('second'));
    await Promise.all([first, second]);
    port1.close();
    expect(order).to.deep.equal(['first', 'message', 'second']);
  });
});
