import { expect } from 'chai';
import { ContextWatch } from '../../../src/capture/context-watch.js';
import { errorOf } from '../../support/errors.js';

/** A context whose state and time the test sets. */
class FakeContext extends EventTarget {
  state = 'running';
  frozen = false;
  #time = 0;
  resume = (): Promise<unknown> => new Promise(() => {});

  /** Goes on by each look, since a timer may be late. */
  get currentTime(): number {
    if (!this.frozen) this.#time += 0.1;
    return this.#time;
  }

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

describe('the clock of a context', () => {
  let context: FakeContext;
  let clock: ContextWatch;
  beforeEach(() => {
    context = new FakeContext();
    clock = new ContextWatch(context as unknown as AudioContext, []);
  });

  const change = () => {
    const before = clock.running;
    return new Promise<boolean>((resolve) => {
      const off = clock.watch(() => {
        if (clock.running === before) return;
        off();
        resolve(clock.running);
      });
    });
  };

  it('notices that time stands still though the state says "running"', async () => {
    context.frozen = true;
    expect(await change()).to.equal(false);
    expect(clock.running).to.equal(false);
  });

  it('is not deceived by a page that was busy, looks late, and then again at once', () => {
    const { setInterval } = globalThis;
    let now = 0;
    let look = () => {};
    Object.assign(globalThis, { setInterval: (callback: () => void) => void (look = callback) });
    performance.now = () => now;
    const heard: boolean[] = [];
    const off = clock.watch(() => void heard.push(clock.running));
    const lookAt = (time: number) => {
      now = time;
      look();
    };
    try {
      lookAt(1000);
      lookAt(2990);
      context.frozen = true;
      lookAt(3000);
      expect(heard).not.to.include(false);
      lookAt(4000);
      expect(heard.at(-1)).to.equal(false);
    } finally {
      off();
      Object.assign(globalThis, { setInterval });
      Reflect.deleteProperty(performance, 'now');
    }
  });

  it('follows a state that only some browsers have', async () => {
    const stopped = change();
    context.become('interrupted');
    expect(await stopped).to.equal(false);
    const back = change();
    context.become('running');
    expect(await back).to.equal(true);
  });

  describe('that does not answer', () => {
    const { play } = HTMLMediaElement.prototype;
    afterEach(() => void (HTMLMediaElement.prototype.play = play));

    it('is waited for a bounded time where the browser refuses to play', async () => {
      HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'));
      context.state = 'suspended';
      const { message } = await errorOf('context-blocked', () => clock.resume());
      expect(message).to.include('suspended');
    });

    it('is waited for where the browser lets audio play: its device is slow to start', async () => {
      context.state = 'suspended';
      context.resume = () => new Promise((resolve) => setTimeout(resolve, 3000));
      await clock.resume();
    });
  });
});
