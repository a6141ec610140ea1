import { expect } from 'chai';
import { ToneTracker } from '../../../src/stream/tone-tracker.js';
import { HOP_SECONDS, silence, THRESHOLD, toResults } from '../../support/windows.js';

const OPTIONS = { speechThreshold: THRESHOLD, recentSeconds: 30 };
const speech = (count: number) => toResults(new Array(count).fill({ sentiment: [0.7, 0.2, 0.1], speech: 1, active: 250 }));

describe('tone tracker', () => {
  it('calls a stream silent after two windows without speech, and no longer at the next with', () => {
    const tracker = new ToneTracker('a', OPTIONS);
    const [first, second] = speech(2);
    tracker.accept(first!, null);
    tracker.accept(silence(2 * HOP_SECONDS), null);
    expect([tracker.silent, tracker.speaking]).to.deep.equal([false, false]);
    tracker.accept(silence(3 * HOP_SECONDS), null);
    expect(tracker.silent).to.equal(true);
    tracker.accept(second!, null);
    expect([tracker.silent, tracker.speaking]).to.deep.equal([false, true]);
  });

  it('ties the stream to the time of day once, at its first window', () => {
    const tracker = new ToneTracker('a', OPTIONS);
    const events = speech(3).map((result) => tracker.accept(result, 100));
    expect(new Set(events.map(({ timeOrigin }) => timeOrigin)).size).to.equal(1);
    expect(events[0]!.timeOrigin + 1000 * HOP_SECONDS).to.be.at.most(Date.now());
    expect(tracker.summary.timeOrigin).to.equal(events[0]!.timeOrigin);
  });

  it('sums up what was heard and what was dropped', () => {
    const tracker = new ToneTracker('a', OPTIONS);
    const events = speech(4).map((result) => tracker.accept(result, null));
    tracker.countDropped(2);
    const { id, windows, droppedWindows, duration, call, recent } = tracker.summary;
    expect({ id, windows, droppedWindows, duration }).to.deep.equal({ id: 'a', windows: 4, droppedWindows: 2, duration: 10 });
    expect({ call, recent }).to.deep.equal({ call: events[3]!.call, recent: events[3]!.recent });
    expect(call.label).to.equal('negative');
  });

  it('keeps nothing once it is erased', () => {
    const tracker = new ToneTracker('a', OPTIONS);
    speech(4).forEach((result) => tracker.accept(result, null));
    tracker.erase();
    expect(tracker.summary).to.deep.equal(new ToneTracker('a', OPTIONS).summary);
  });
});
