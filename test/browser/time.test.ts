import { expect } from 'chai';
import { createUndertone, type ToneEvent, type Undertone } from 'undertone';
import { playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { inState, next } from '../support/events.js';

/** What two clocks that are read one after another may differ by, in ms. */
const TOLERANCE_MS = 50;

describe('the time of a stream', () => {
  let undertone: Undertone;
  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  function expectBetween({ window, timeOrigin }: ToneEvent, from: number): void {
    expect(timeOrigin + 1000 * window.start, 'begins after the gap').to.be.at.least(from - TOLERANCE_MS);
    expect(timeOrigin + 1000 * window.end, 'is over').to.be.at.most(Date.now() + TOLERANCE_MS);
  }

  it('is that of the day after the context stood still, and the gap is in no window', async () => {
    const context = await runningContext();
    const stream = undertone.analyze(await playingClip(context, 'spoken-neutral-meeting'), { consent: CONSENT, hopMs: 1000 });
    const { timeOrigin } = await next(stream, 'tone');
    await context.suspend();
    await inState(stream, 'suspended');
    await wait(3000);
    const resumed = Date.now();
    const after = next(stream, 'tone', ({ gapSeconds, window }) => gapSeconds > 2 || window.start > 5);
    await context.resume();
    const tone = await after;
    expect(tone.timeOrigin).to.equal(timeOrigin);
    expect(tone.gapSeconds).to.be.above(2);
    expectBetween(tone, resumed);
    await stream.stop();
    await context.close();
  });

  it('is that of the day after a source that came late, at another rate', async () => {
    const [first, second] = [await runningContext(), await runningContext({ sampleRate: 22_050 })];
    const source = await playingClip(first, 'spoken-neutral-meeting');
    const other = await playingClip(second, 'spoken-positive-news');
    const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 1000 });
    const { timeOrigin, window } = await next(stream, 'tone');
    await first.suspend();
    await wait(3000);
    const replaced = Date.now();
    const after = next(stream, 'tone', (tone) => tone.window.start > window.end + 2);
    await stream.replace(other);
    const tone = await after;
    expect(tone.timeOrigin).to.equal(timeOrigin);
    expect(tone.gapSeconds).to.be.above(2);
    expectBetween(tone, replaced);
    expect(tone.latencyMs).to.be.at.most(Date.now() - replaced);
    await stream.stop();
    await Promise.all([first.close(), second.close()]);
  });
});
