import { expect } from 'chai';
import { CLEAR_BELOW, nextAlert, RAISE_AT } from '../../examples/agent-assist/alert-rule.js';
import type { Estimate } from '../../src/estimates/estimate.js';

const STRETCH = { start: 0, end: 30, speechSeconds: 20 };

function recent(negative: number): Estimate {
  return { ...STRETCH, label: 'neutral', scores: { negative, neutral: 1 - negative, positive: 0 } };
}

const UNKNOWN: Estimate = { ...STRETCH, speechSeconds: 0, label: null, scores: null };

describe('alert rule of the agent-assist example', () => {
  it('is raised from its threshold on', () => {
    expect(nextAlert(false, recent(RAISE_AT - 0.01))).to.equal(false);
    expect(nextAlert(false, recent(RAISE_AT))).to.equal(true);
  });

  it('stays on between the two thresholds', () => {
    expect(nextAlert(true, recent(CLEAR_BELOW))).to.equal(true);
    expect(nextAlert(true, recent(CLEAR_BELOW - 0.01))).to.equal(false);
  });

  it('is left as it was by too little speech', () => {
    expect(nextAlert(true, UNKNOWN)).to.equal(true);
    expect(nextAlert(false, UNKNOWN)).to.equal(false);
  });
});
