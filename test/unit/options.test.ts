import { expect } from 'chai';
import { checkInstance, checkProvider, checkThreads, settleFile, settleStream, type AnalyzeOptions } from '../../src/options.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';

describe('options of a stream', () => {
  it('have defaults, and an id of their own', () => {
    const { id, hopMs, recentMs, consent } = settleStream({ consent: CONSENT });
    expect({ hopMs, recentMs, consent }).to.deep.equal({ hopMs: 2500, recentMs: 30_000, consent: CONSENT });
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(settleStream({ consent: CONSENT }).id).not.to.equal(id);
  });

  it('keep the consent as it was given', () => {
    const consent = { ...CONSENT };
    const settled = settleStream({ consent });
    consent.subject = 'someone else';
    expect(settled.consent.subject).to.equal(CONSENT.subject);
  });

  const refused: [string, unknown][] = [
    ['no options', undefined],
    ['no consent', {}],
    ['an empty consent', { consent: {} }],
    ['no subject', { consent: { ...CONSENT, subject: '' } }],
    ['no purpose', { consent: { ...CONSENT, purpose: undefined } }],
    ['no time', { consent: { ...CONSENT, obtainedAt: undefined } }],
    ['a blank subject', { consent: { ...CONSENT, subject: '  ' } }],
    ['a purpose that is no text', { consent: { ...CONSENT, purpose: 1 } }],
    ['no yes', { consent: { ...CONSENT, obtainedAt: false } }],
    ['a yes without a time', { consent: { ...CONSENT, obtainedAt: true } }],
    ['nothing as the time', { consent: { ...CONSENT, obtainedAt: null } }],
    ['a time that is none', { consent: { ...CONSENT, obtainedAt: 'yesterday' } }],
    ['a time to come', { consent: { ...CONSENT, obtainedAt: Date.now() + 3_600_000 } }],
  ];
  for (const [what, options] of refused) {
    it(`are refused with ${what}`, () => errorOf('consent-required', () => settleStream(options as AnalyzeOptions)));
  }

  it('name each part of a consent that is missing', async () => {
    const consent = { subject: 'caller' } as AnalyzeOptions['consent'];
    const { message } = await errorOf('consent-required', () => settleStream({ consent }));
    expect(message).to.include('purpose').and.include('obtainedAt').and.not.include('subject');
  });

  it('take a date in each of its forms', () => {
    for (const obtainedAt of [new Date(), Date.now(), new Date().toISOString()]) {
      expect(settleStream({ consent: { ...CONSENT, obtainedAt } }).consent.obtainedAt).to.equal(obtainedAt);
    }
  });

  for (const [name, value] of [
    ['model', null],
    ['assets', 7],
    ['audioContext', {}],
    ['audioContext', null],
    ['onProgress', 'yes'],
    ['signal', {}],
  ] as const) {
    it(`of an instance are refused where ${name} is ${JSON.stringify(value)}`, async () => {
      expect((await errorOf('bad-options', () => checkInstance({ [name]: value }))).message).to.include(name);
    });
  }

  it('of an instance take a context of the browser, and none that renders at once', async () => {
    const audioContext = new AudioContext();
    checkInstance({ audioContext });
    await audioContext.close();
    await errorOf('bad-options', () => checkInstance({ audioContext: new OfflineAudioContext(1, 1, 44_100) as never }));
  });

  const ranges: [keyof AnalyzeOptions, number[], number[]][] = [
    ['hopMs', [500, 5000], [499, 5001, Number.NaN, -1, '1000' as never, null as never, [1000] as never]],
    ['recentMs', [5000, 600_000], [4999, 600_001, Number.NaN, Infinity]],
  ];
  for (const [name, good, bad] of ranges) {
    it(`keep ${name} in its range`, async () => {
      for (const value of good) expect(settleStream({ consent: CONSENT, [name]: value })).to.include({ [name]: value });
      for (const value of bad) {
        const { message } = await errorOf('bad-options', () => settleStream({ consent: CONSENT, [name]: value }));
        expect(message).to.include(name);
      }
    });
  }

  for (const [name, value] of [
    ['signal', 'soon'],
    ['signal', null],
    ['onProgress', 1],
    ['onWarning', {}],
  ] as const) {
    it(`of a file are refused where ${name} is ${JSON.stringify(value)}`, async () => {
      const { message } = await errorOf('bad-options', () => settleFile({ consent: CONSENT, [name]: value }));
      expect(message).to.include(name);
    });
  }

  it('take a provider by its name', async () => {
    checkProvider('wasm');
    checkProvider('webgpu');
    const { message } = await errorOf('bad-options', () => checkProvider('gpu' as never));
    expect(message).to.include('wasm, webgpu').and.include('gpu');
  });

  it('take a whole number of threads', async () => {
    checkThreads(1);
    checkThreads(64);
    for (const threads of [0, 65, 1.5, Number.NaN]) await errorOf('bad-options', () => checkThreads(threads));
  });
});
