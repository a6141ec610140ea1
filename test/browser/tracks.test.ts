import { expect } from 'chai';
import { createUndertone, type ToneStream, type Undertone } from 'undertone';
import { openMicrophone } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { inState, next, record } from '../support/events.js';
import { callWith, type Loopback } from '../support/loopback.js';
import { allowSlowStart } from '../support/slow-start.js';

describe('the track of a call', () => {
  let undertone: Undertone;
  let microphone: MediaStream;
  let call: Loopback;
  let stream: ToneStream;

  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());
  beforeEach(async () => {
    microphone = await openMicrophone();
    call = await callWith(microphone);
    stream = undertone.analyze(call.remote, { id: 'caller', consent: CONSENT, hopMs: 500 });
    const audible = allowSlowStart(stream);
    await next(stream, 'tone');
    audible();
  });
  afterEach(async () => {
    await stream.stop();
    call.hangUp();
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('is reported muted while the other side holds, and not after', async () => {
    call.transceiver.direction = 'inactive';
    await call.negotiate();
    await inState(stream, 'muted');
    // Audio that stands still for a moment is `suspended`, muted or not.
    const back = next(stream, 'state', ({ state }) => state !== 'muted' && state !== 'suspended');
    call.transceiver.direction = 'sendonly';
    await call.negotiate();
    await back;
  });

  it('is reported when it ends, with the summary; replacing it goes on where it was', async () => {
    const before = stream.summary;
    const errors = record(stream, 'error');
    const ended = next(stream, 'end');
    call.transceiver.stop();
    await call.negotiate();
    const { reason, summary } = await ended;
    expect(reason).to.equal('track-ended');
    expect(summary!.duration).to.be.at.least(before.duration);
    expect(stream.state).to.equal('ended');
    expect(errors.map(({ code }) => code)).to.deep.equal(['track-ended']);

    await stream.replace(microphone);
    const { window } = await next(stream, 'tone');
    expect(window.end).to.be.above(summary!.duration);
    expect(stream.state).not.to.equal('ended');
    expect((await stream.stop()).windows).to.be.above(summary!.windows);
  });

  it('ends once: stopping an ended stream gives no second end', async () => {
    record(stream, 'error');
    const ends = record(stream, 'end');
    const ended = next(stream, 'end');
    call.transceiver.stop();
    await call.negotiate();
    await ended;
    await stream.stop();
    expect(ends).to.have.length(1);
  });
});
