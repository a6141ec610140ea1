import { expect } from 'chai';
import { createUndertone, type ToneStream, type Undertone } from 'undertone';
import { createCallHub, type CallHub, type CallHubOptions } from 'undertone/calls';
import { followLiveKit, type LiveKitRoom } from 'undertone/livekit';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { inState, next } from '../support/events.js';
import { consentOf, diaryOptions, eventually, hears, openStudio, streamOf, type Diary } from './support.js';

describe('the hub of a call', () => {
  let undertone: Undertone;
  let studio: Awaited<ReturnType<typeof openStudio>>;
  let diary: Diary;
  let hub: CallHub;

  /** A hub of this test, which ends with it. */
  function open(more: Partial<CallHubOptions> = {}): CallHub {
    const made = diaryOptions();
    ({ diary } = made);
    hub = createCallHub(undertone, { ...made.options, ...more });
    return hub;
  }
  const codes = () => diary.errors.map(({ code }) => code);

  before(async () => {
    undertone = await createUndertone();
    studio = await openStudio();
  });
  after(async () => {
    await studio.close();
    await undertone.close();
  });
  afterEach(() => hub?.end());

  it('refuses to be made without what it asks and whom it tells', async () => {
    const { options } = diaryOptions();
    await errorOf('consent-required', () => createCallHub(undertone, {} as CallHubOptions));
    await errorOf('bad-options', () => createCallHub(undertone, { consentOf } as unknown as CallHubOptions));
    for (const keepMs of [-1, Number.NaN, Infinity, '5' as unknown as number])
      await errorOf('bad-options', () => createCallHub(undertone, { ...options, keepMs }));
  });

  it('keeps the estimates when a track gives way to another, and gives them when somebody is ended', async () => {
    open().set('anna', studio.track());
    const stream = await streamOf(hub.streams, 'anna');
    expect(stream.id).to.equal('anna');
    expect(stream.consent.subject).to.equal('anna');
    const { window } = await next(stream, 'tone', (tone) => tone.call.speechSeconds > 0);
    hub.set('anna', studio.track());
    await next(stream, 'tone', (tone) => tone.window.start > window.end);
    await hub.end('anna');
    expect(diary.streams).to.have.length(1);
    expect(diary.ends.map(([who]) => who)).to.deep.equal(['anna']);
    expect(diary.ends[0]![1]!.windows).to.be.at.least(2);
    expect(hub.streams.size).to.equal(0);
    expect(diary.errors).to.deep.equal([]);
  });

  it('analyses nobody who has not agreed, whatever the answer looks like, and asks once until it is told to', async () => {
    const asked: string[] = [];
    let agreed = false;
    open({
      consentOf(who) {
        asked.push(who);
        if (who === 'fails') throw new Error('The dialog is gone.');
        if (who === 'later') return agreed ? consentOf(who) : Promise.resolve(null);
        return who === 'never' ? new Promise(() => {}) : undefined;
      },
    });
    const names = ['fails', 'later', 'never', 'nothing'];
    for (const who of names) hub.set(who, studio.silence());
    await eventually(() => expect(codes()).to.deep.equal(['consent-required']));
    expect(diary.errors[0]!.cause).to.be.an('error').with.property('message', 'The dialog is gone.');
    for (const who of names) hub.set(who, studio.silence());
    expect(asked).to.deep.equal(names);
    expect(hub.streams.size).to.equal(0);
    agreed = true;
    hub.ask('later');
    await streamOf(hub.streams, 'later');
    expect([...hub.streams.keys()]).to.deep.equal(['later']);
  });

  it('does not analyse somebody who agrees after they were ended', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof consentOf>>();
    open({ consentOf: () => answer.promise }).set('anna', studio.silence());
    await hub.end('anna');
    answer.resolve(consentOf('anna'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(diary.streams).to.deep.equal([]);
  });

  it('tells of a record of consent that is not complete', async () => {
    open({ consentOf: () => ({ subject: '', purpose: 'tests', obtainedAt: 0 }) }).set('anna', studio.silence());
    await eventually(() => expect(codes()).to.deep.equal(['consent-required']));
    expect(hub.streams.size).to.equal(0);
  });

  it('pauses whoever is muted or has no track, and goes on after both', async () => {
    const track = studio.track();
    open().mute('anna', true);
    hub.set('anna', track);
    const stream = await streamOf(hub.streams, 'anna');
    await inState(stream, 'paused');
    hub.set('anna', null);
    hub.mute('anna', false);
    expect(stream.state).to.equal('paused');
    hub.set('anna', track);
    await next(stream, 'tone');
    expect(hears(stream)).to.equal(true);
  });

  it('hears a track for one speaker alone: the last that it was set for', async () => {
    const track = studio.track();
    open().set('anna', track);
    const anna = await streamOf(hub.streams, 'anna');
    await next(anna, 'tone');
    hub.set('ben', track);
    expect(anna.state).to.equal('paused');
    await next(await streamOf(hub.streams, 'ben'), 'tone');
    expect(anna.state).to.equal('paused');
    hub.set('anna', studio.track());
    // Not before the other track is connected: until then the stream would hear Ben.
    expect(anna.state).to.equal('paused');
    await next(anna, 'tone');
  });

  it('begins anew under a name once the stream before has ended', async () => {
    const order: string[] = [];
    open({ onStream: () => order.push('begins'), onEnd: () => order.push('ends') }).set('anna', studio.track());
    await next(await streamOf(hub.streams, 'anna'), 'tone');
    void hub.end('anna');
    hub.set('anna', studio.track());
    await eventually(() => expect(order).to.have.length(3));
    expect(order).to.deep.equal(['begins', 'ends', 'begins']);
  });

  it('lets somebody who is back in time go on, and ends whoever is not', async () => {
    open({ keepMs: 0 }).set('anna', studio.track());
    const stream = await streamOf(hub.streams, 'anna');
    await next(stream, 'tone');
    hub.leave('anna');
    expect(stream.state).to.equal('paused');
    hub.set('anna', studio.track());
    await next(stream, 'tone', ({ gapSeconds }) => gapSeconds > 0);
    hub.leave('anna');
    await eventually(() => expect(diary.ends).to.have.length(1));
    expect(diary.ends[0]![1]!.windows).to.be.above(0);
    hub.set('anna', studio.track());
    expect(await streamOf(hub.streams, 'anna')).not.to.equal(stream);
  });

  it('tells of a track that has ended when no other comes, and goes on when one does after all', async () => {
    const track = studio.track();
    open({ keepMs: 0 }).set('anna', track);
    const stream = await streamOf(hub.streams, 'anna');
    await next(stream, 'tone');
    track.stop();
    await eventually(() => expect(codes()).to.deep.equal(['track-ended']));
    expect(diary.ends).to.deep.equal([]);
    hub.set('anna', studio.track());
    await next(stream, 'tone');
    expect(codes()).to.deep.equal(['track-ended']);
  });

  it('tells nothing of a track that has ended where another comes', async () => {
    const track = studio.track();
    open().set('anna', track);
    const stream = await streamOf(hub.streams, 'anna');
    track.stop();
    await next(stream, 'end');
    hub.set('anna', studio.track());
    await next(stream, 'tone');
    expect(codes()).to.deep.equal([]);
    expect(diary.ends).to.deep.equal([]);
  });

  it('hears nothing in the place of a track that cannot be heard, and says why', async () => {
    open().set('anna', studio.track());
    const stream = await streamOf(hub.streams, 'anna');
    await next(stream, 'tone');
    const [picture] = document.createElement('canvas').captureStream().getTracks();
    hub.set('anna', picture!);
    await eventually(() => expect(codes()).to.deep.equal(['bad-source']));
    expect(stream.state).to.equal('paused');
    hub.set('anna', studio.track());
    await next(stream, 'tone');
  });

  it('erases what is revoked, and does not begin again by itself', async () => {
    open().set('anna', studio.track());
    const stream = await streamOf(hub.streams, 'anna');
    await next(stream, 'tone');
    await hub.revoke('anna');
    expect(diary.ends).to.deep.equal([['anna', null]]);
    expect(stream.summary.windows).to.equal(0);
    hub.set('anna', studio.track());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(diary.streams).to.have.length(1);
    hub.ask('anna');
    expect(await streamOf(hub.streams, 'anna')).not.to.equal(stream);
  });

  it('leaves alone whoever the app has stopped', async () => {
    open().set('anna', studio.track());
    const stream = await streamOf(hub.streams, 'anna');
    await stream.stop();
    hub.set('anna', studio.track());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(diary.streams).to.have.length(1);
    expect(diary.ends).to.have.length(1);
  });

  it('is not harmed by listeners that throw', async () => {
    const seen: ToneStream[] = [];
    const messages = await uncaughtDuring(async () => {
      open({
        onStream(stream) {
          seen.push(stream);
          throw new Error('The app fails.');
        },
        onEnd: () => {
          throw new Error('The app fails again.');
        },
      }).set('anna', studio.track());
      await next(await streamOf(hub.streams, 'anna'), 'tone');
      await hub.end();
    });
    expect(seen).to.have.length(1);
    expect(messages.join()).to.match(/fails\..*fails again/);
    expect(diary.errors).to.deep.equal([]);
  });

  it('lets adapters look for another track when one has ended, and ends what they have set when they are detached', async () => {
    let track = studio.track();
    const emitter = new EventTarget();
    const hubOfTwo = open();
    hubOfTwo.set('ben', studio.silence());
    let looks = 0;
    const detach = hubOfTwo.follow((call) => {
      emitter.addEventListener('change', () => looks++, { signal: call.signal });
      return () => call.set('anna', track);
    });
    const stream = await streamOf(hub.streams, 'anna');
    await next(stream, 'tone');
    const first = track;
    track = studio.track();
    first.stop();
    await next(stream, 'tone', ({ gapSeconds }) => gapSeconds >= 0 && stream.state !== 'ended');
    await Promise.all([detach(), detach()]);
    expect(diary.ends.map(([who]) => who)).to.deep.equal(['anna']);
    expect([...hub.streams.keys()]).to.deep.equal(['ben']);
    emitter.dispatchEvent(new Event('change'));
    expect(looks).to.equal(0);
    expect(codes()).to.deep.equal([]);
  });

  it('does not begin anew after the end of a call by itself, though its tracks go on', async () => {
    const track = studio.silence();
    let hangUp = () => {};
    const detach = open().follow((call) => {
      hangUp = () => call.end();
      return () => call.set('anna', track);
    });
    await streamOf(hub.streams, 'anna');
    hangUp();
    await eventually(() => expect(diary.ends).to.have.length(1));
    hub.look();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(diary.streams).to.have.length(1);
    await detach();
  });

  it('refuses an adapter that is given something else than its call', async () => {
    const nothing = undefined as unknown as LiveKitRoom;
    await errorOf('bad-options', () => followLiveKit(open(), nothing));
  });

  it('tells what an adapter throws, typed, and leaves the emitter unharmed', async () => {
    const listeners = new Set<() => void>();
    const emitter = {
      on: (_: 'change', listener: () => void) => listeners.add(listener),
      off: (_: 'change', listener: () => void) => listeners.delete(listener),
    };
    const detach = open().follow((call) => {
      call.listen<{ change: [] }>(emitter, {
        change: () => {
          throw new TypeError('participants is not iterable');
        },
      });
      return () => {};
    });
    for (const listener of listeners) listener();
    expect(codes()).to.deep.equal(['bad-source']);
    expect(diary.errors[0]!.cause).to.be.instanceOf(TypeError);
    await detach();
    expect(listeners.size).to.equal(0);
  });
});
