import { expect } from 'chai';
import { contestOf, MIN_SPEECH_SECONDS, nextAlert, RAISE_LEAD } from '../../../examples/agent-assist/alert-rule.js';
import type { Estimate } from '../../../src/estimates/estimate.js';

const STRETCH = { start: 0, end: 30, label: null, reason: null };

function recent(negative: number, neutral: number, speechSeconds = 20): Estimate {
  return { ...STRETCH, speechSeconds, scores: { negative, neutral, positive: 1 - negative - neutral } };
}

/** Speech in which negative leads neutral, the next likeliest, by `lead`. */
const leading = (lead: number) => contestOf(recent(0.4 + lead / 2, 0.4 - lead / 2));

describe('alert rule of the agent-assist example', () => {
  it('is raised once negative leads by its margin', () => {
    expect(nextAlert(false, leading(RAISE_LEAD - 0.01))).to.equal(false);
    expect(nextAlert(false, leading(RAISE_LEAD + 0.01))).to.equal(true);
  });

  it('stays on until another tone leads', () => {
    expect(nextAlert(true, leading(0.01))).to.equal(true);
    expect(nextAlert(true, leading(-0.01))).to.equal(false);
  });

  it('compares negative with whichever other tone is likelier', () => {
    expect(contestOf(recent(0.5, 0.3))).to.deep.include({ rival: 'neutral', negative: 0.5, rivalScore: 0.3 });
    expect(contestOf(recent(0.375, 0.125))).to.deep.equal({ negative: 0.375, rival: 'positive', rivalScore: 0.5, lead: -0.125 });
  });

  it('is left as it was by too little speech', () => {
    const unknown = { ...STRETCH, speechSeconds: 0, scores: null };
    for (const estimate of [unknown, recent(1, 0, MIN_SPEECH_SECONDS - 1)]) {
      expect(nextAlert(true, contestOf(estimate))).to.equal(true);
      expect(nextAlert(false, contestOf(estimate))).to.equal(false);
    }
  });
});
