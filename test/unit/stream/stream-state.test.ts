import { expect } from 'chai';
import type { StreamState } from '../../../src/events.js';
import { deriveState, type Conditions } from '../../../src/stream/stream-state.js';

const QUIET: Conditions = {
  ended: false,
  recovering: false,
  paused: false,
  suspended: false,
  muted: false,
  analysed: false,
  silent: false,
};

describe('state', () => {
  const cases: [StreamState, Partial<Conditions>][] = [
    ['loading', {}],
    ['running', { analysed: true }],
    ['no-speech', { analysed: true, silent: true }],
    ['muted', { analysed: true, silent: true, muted: true }],
    ['muted', { muted: true }],
    ['suspended', { muted: true, suspended: true, analysed: true }],
    ['paused', { paused: true, suspended: true, muted: true, analysed: true }],
    ['recovering', { recovering: true, paused: true, suspended: true, muted: true, analysed: true }],
    ['ended', { ended: true, recovering: true, paused: true, suspended: true, muted: true, analysed: true, silent: true }],
  ];
  for (const [state, conditions] of cases) {
    it(`is ${state} when ${Object.keys(conditions).join(', ') || 'nothing is known'}`, () => {
      expect(deriveState({ ...QUIET, ...conditions })).to.equal(state);
    });
  }
});
