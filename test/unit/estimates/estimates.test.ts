import { expect } from 'chai';
import fc from 'fast-check';
import { LABELS, type Scores } from '../../../src/model/labels.js';
import type { Estimate } from '../../../src/estimates/estimate.js';
import { callTone, INITIAL_TONE, recentTone, updateTone, type ToneState } from '../../../src/estimates/tone.js';
import type { WindowResult } from '../../../src/model/window-result.js';
import { HOP_SECONDS, hops, silence, THRESHOLD, toResults, type Hop } from '../../support/windows.js';

const OPTIONS = { speechThreshold: THRESHOLD, recentSeconds: 30 };

const fold = (results: readonly WindowResult[], options = OPTIONS): ToneState =>
  results.reduce((state, result) => updateTone(state, result, options), INITIAL_TONE);

/** Mean over the last `seconds` of speech, taken hundredth by hundredth: slow and plain, to compare with. */
function plainMean(call: readonly Hop[], seconds: number): { scores: Scores | undefined; speechSeconds: number } {
  const ticks = call
    .filter(({ speech }) => speech >= THRESHOLD)
    .flatMap(({ sentiment, active }) => new Array<Hop['sentiment']>(active).fill(sentiment));
  const counted = ticks.slice(-Math.round(100 * seconds));
  const mean = (index: number) => counted.reduce((sum, sentiment) => sum + sentiment[index]!, 0) / counted.length;
  const scores = counted.length > 0 ? { negative: mean(0), neutral: mean(1), positive: mean(2) } : undefined;
  return { scores, speechSeconds: counted.length / 100 };
}

function expectScores(actual: Scores | null, expected: Scores | undefined): void {
  for (const label of LABELS) expect(actual![label]).to.be.closeTo(expected![label], 1e-9);
}

/** What holds for every estimate, whatever was heard. */
function expectSound({ start, end, speechSeconds, label, scores }: Estimate, minSpeech: number): void {
  expect(start).to.be.at.most(end);
  expect(label === null).to.equal(scores === null);
  expect(label === null).to.equal(speechSeconds < minSpeech);
  if (!scores || !label) return;
  expect(scores.negative + scores.neutral + scores.positive).to.be.closeTo(1, 1e-9);
  expect(scores[label]).to.equal(Math.max(scores.negative, scores.neutral, scores.positive));
}

describe('estimates', () => {
  it('have scores that sum to 1 and the most probable label, or neither', () => {
    fc.assert(
      fc.property(hops(), (call) => {
        const state = fold(toResults(call));
        expectSound(state.window, 0.5);
        expectSound(recentTone(state, OPTIONS), 0.5);
        expectSound(callTone(state), 0.5);
      }),
    );
  });

  it('take the whole call, each hop once and by its speech', () => {
    fc.assert(
      fc.property(hops(), (call) => {
        const estimate = callTone(fold(toResults(call)));
        const { scores, speechSeconds } = plainMean(call, Infinity);
        expect(estimate.speechSeconds).to.be.closeTo(speechSeconds, 1e-9);
        expect([estimate.start, estimate.end]).to.deep.equal([0, call.length * HOP_SECONDS]);
        if (estimate.scores) expectScores(estimate.scores, scores);
      }),
    );
  });

  it('look back on exactly the last seconds of speech, taking the oldest hop in part', () => {
    const recentSeconds = fc.integer({ min: 500, max: 6000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(hops(), recentSeconds, (call, seconds) => {
        const options = { ...OPTIONS, recentSeconds: seconds };
        const estimate = recentTone(fold(toResults(call), options), options);
        const { scores, speechSeconds } = plainMean(call, seconds);
        expect(estimate.speechSeconds).to.be.closeTo(speechSeconds, 1e-6);
        if (estimate.scores) expectScores(estimate.scores, scores);
      }),
    );
  });

  it('begin the recent one with the hop in which its oldest speech lies', () => {
    const speech = (count: number): Hop[] => new Array(count).fill({ sentiment: [0, 1, 0], speech: 1, active: 250 });
    const { start, end, speechSeconds } = recentTone(fold(toResults(speech(20))), OPTIONS);
    expect([start, end, speechSeconds]).to.deep.equal([20, 50, 30]);
  });

  it('stay as they are while nobody speaks, however long', () => {
    fc.assert(
      fc.property(hops(), fc.integer({ min: 1, max: 100 }), (call, pause) => {
        const before = fold(toResults(call));
        const from = call.length * HOP_SECONDS;
        const quiet = Array.from({ length: pause }, (_, i) => silence(from + (i + 1) * HOP_SECONDS));
        const after = quiet.reduce((state, result) => updateTone(state, result, OPTIONS), before);
        const now = from + pause * HOP_SECONDS;
        const { start, ...recent } = recentTone(before, OPTIONS);
        expect(recentTone(after, OPTIONS)).to.deep.include({ ...recent, end: now });
        expect(callTone(after)).to.deep.equal({ ...callTone(before), end: now });
        expect(after.window).to.deep.include({ label: null, scores: null, speechSeconds: 0, end: now });
        if (recent.label) expect(recentTone(after, OPTIONS).start).to.equal(start);
      }),
    );
  });

  it('do not count sound that is not speech', () => {
    const noise: Hop[] = new Array(12).fill({ sentiment: [1, 0, 0], speech: THRESHOLD - 0.01, active: 250 });
    const state = fold(toResults(noise));
    for (const estimate of [state.window, recentTone(state, OPTIONS), callTone(state)]) {
      expect(estimate).to.deep.include({ label: null, scores: null, speechSeconds: 0 });
    }
  });

  it('let a change of tone show in the recent estimate before the call', () => {
    const hop = (sentiment: Hop['sentiment']): Hop => ({ sentiment, speech: 1, active: 250 });
    const call = [...new Array<Hop>(40).fill(hop([0.1, 0.1, 0.8])), ...new Array<Hop>(12).fill(hop([0.8, 0.1, 0.1]))];
    const state = fold(toResults(call));
    expect(recentTone(state, OPTIONS).label).to.equal('negative');
    expect(callTone(state).label).to.equal('positive');
  });

  it('weigh a hop by the speech it holds, not by the clock', () => {
    const call: Hop[] = [
      { sentiment: [1, 0, 0], speech: 1, active: 200 },
      { sentiment: [0, 0, 1], speech: 1, active: 50 },
    ];
    expectScores(callTone(fold(toResults(call))).scores, { negative: 0.8, neutral: 0, positive: 0.2 });
  });

  it('remember a bounded part of an endless call', () => {
    const call: Hop[] = new Array(2000).fill({ sentiment: [0, 1, 0], speech: 1, active: 250 });
    expect(fold(toResults(call)).spans.length).to.be.at.most(13);
  });
});
