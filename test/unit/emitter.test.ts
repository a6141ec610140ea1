import { expect } from 'chai';
import { Emitter } from '../../src/emitter.js';
import { uncaughtDuring } from '../support/errors.js';

interface Events {
  tick: number;
  tock: string;
}

describe('emitter', () => {
  it('calls the listeners of a name in order, and no others', () => {
    const emitter = new Emitter<Events>();
    const heard: unknown[] = [];
    emitter.on('tick', (n) => heard.push(n));
    emitter.on('tick', (n) => heard.push(-n));
    emitter.on('tock', (text) => heard.push(text));
    emitter.emit('tick', 1);
    expect(heard).to.deep.equal([1, -1]);
  });

  it('calls nobody after the returned function, nor once its event is forgotten, which leaves the others', () => {
    const emitter = new Emitter<Events>();
    const heard: number[] = [];
    const off = emitter.on('tick', (n) => heard.push(n));
    emitter.on('tick', (n) => heard.push(10 * n));
    off();
    off();
    emitter.emit('tick', 1);
    emitter.forget('tick');
    emitter.emit('tick', 2);
    expect(heard).to.deep.equal([10]);
  });

  it('goes on past a listener that throws, and shows the page what it threw', async () => {
    const emitter = new Emitter<Events>();
    const heard: number[] = [];
    emitter.on('tick', () => {
      throw new Error('listener at fault');
    });
    emitter.on('tick', (n) => heard.push(n));
    const uncaught = await uncaughtDuring(() => emitter.emit('tick', 1));
    expect(heard).to.deep.equal([1]);
    expect(uncaught.join()).to.include('listener at fault');
  });

  it('lets a listener remove itself or add another while it is called', () => {
    const emitter = new Emitter<Events>();
    const heard: string[] = [];
    const off = emitter.on('tick', () => {
      off();
      heard.push('once');
      emitter.on('tick', () => heard.push('later'));
    });
    emitter.emit('tick', 1);
    emitter.emit('tick', 2);
    expect(heard).to.deep.equal(['once', 'later']);
  });
});
