import { expect } from 'chai';
import { createUndertone, type ToneStream, type Undertone } from 'undertone';
import { openMicrophone } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { inState, next } from '../support/events.js';
import { allowSlowStart } from '../support/slow-start.js';

describe('a track of the app’s own', () => {
  let undertone: Undertone;
  let track: MediaStreamTrack;
  let stream: ToneStream;

  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());
  beforeEach(async () => {
    track = (await openMicrophone()).getAudioTracks()[0]!;
    stream = undertone.analyze(track, { consent: CONSENT, hopMs: 500 });
    const audible = allowSlowStart(stream);
    await next(stream, 'tone', ({ speech }) => speech > 0);
    audible();
  });
  afterEach(async () => {
    await stream.stop();
    track.stop();
  });

  it('is muted where the app disables it, and then nothing old is estimated', async () => {
    track.enabled = false;
    await inState(stream, 'muted');
    const from = (await next(stream, 'tone')).window.end;
    const { window } = await next(stream, 'tone', (tone) => tone.window.start >= from - 0.5);
    expect(window.label).to.equal(null);
    track.enabled = true;
    await next(stream, 'state', ({ state }) => state !== 'muted');
  });

  it('ends its stream where the app stops it, which fires no event', async () => {
    const error = next(stream, 'error');
    const ended = next(stream, 'end');
    track.stop();
    expect(await error).to.include({ code: 'track-ended' });
    const { reason, summary } = await ended;
    expect(reason).to.equal('track-ended');
    expect(summary!.windows).to.be.above(0);
    expect(await stream.stop()).to.deep.equal(summary);
  });
});
