import { expect } from 'chai';
import { toChimeVoiceTone } from '../../src/deprecated.js';
import type { Estimate } from '../../src/estimates/estimate.js';
import type { ToneEvent } from '../../src/events.js';

const ORIGIN = Date.parse('2022-08-26T17:55:15.563Z');
const NONE: Estimate = { start: 0, end: 30.157, speechSeconds: 0.4, label: null, scores: null, reason: 'too-little-speech' };
const RECENT: Estimate = {
  start: 0,
  end: 30.157,
  speechSeconds: 21,
  label: 'neutral',
  scores: { neutral: 0.83, positive: 0.13, negative: 0.04 },
  reason: null,
};
const CALL: Estimate = {
  start: 0,
  end: 31,
  speechSeconds: 25,
  label: 'positive',
  scores: { neutral: 0.25, positive: 0.65, negative: 0.1 },
  reason: null,
};

const eventWith = (estimates: Partial<ToneEvent>): ToneEvent => ({
  gapSeconds: 0,
  id: 'a4c2e2b1',
  window: NONE,
  recent: RECENT,
  call: CALL,
  speech: 0.9,
  latencyMs: 100,
  inferenceMs: 90,
  provider: 'wasm',
  timeOrigin: ORIGIN,
  ...estimates,
});

describe('toChimeVoiceTone', () => {
  it('gives the event that the Amazon Chime SDK documents', () => {
    expect(toChimeVoiceTone(eventWith({}))).to.deep.equal({
      'detail-type': 'VoiceToneAnalysisStatus',
      detail: {
        taskId: 'a4c2e2b1',
        detailStatus: 'VoiceToneAnalysisSuccessful',
        voiceToneAnalysisDetails: {
          currentAverageVoiceTone: {
            startTime: '2022-08-26T17:55:15.563Z',
            endTime: '2022-08-26T17:55:45.720Z',
            beginOffsetMillis: 0,
            endOffsetMillis: 30157,
            voiceToneLabel: 'neutral',
            voiceToneScore: { neutral: '0.83', positive: '0.13', negative: '0.04' },
          },
          overallAverageVoiceTone: {
            startTime: '2022-08-26T17:55:15.563Z',
            endTime: '2022-08-26T17:55:46.563Z',
            beginOffsetMillis: 0,
            endOffsetMillis: 31_000,
            voiceToneLabel: 'positive',
            voiceToneScore: { neutral: '0.25', positive: '0.65', negative: '0.10' },
          },
        },
      },
    });
  });

  for (const estimates of [{ recent: NONE }, { call: NONE }, { recent: NONE, call: NONE }]) {
    it(`reports a failure, as there after silence, without a label for ${Object.keys(estimates).join(' and ')}`, () => {
      expect(toChimeVoiceTone(eventWith(estimates)).detail).to.deep.equal({
        taskId: 'a4c2e2b1',
        detailStatus: 'VoiceToneAnalysisFailure',
      });
    });
  }
});
