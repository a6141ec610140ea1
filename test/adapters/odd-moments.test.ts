/** Calls that come while something else is under way, and tracks that change where nobody listens. */
import { expect } from 'chai';
import { createUndertone, type Undertone } from 'undertone';
import { createCallHub, type CallHub, type CallHubOptions } from 'undertone/calls';
import { followMediasoup } from 'undertone/mediasoup';
import { followPeerConnection } from 'undertone/webrtc';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { next } from '../support/events.js';
import { callWith } from '../support/loopback.js';
import { consentOf, diaryOptions, eventually, openStudio, streamOf, type Diary } from './support.js';

/** Long enough for what must not happen. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

describe('a hub at odd moments', () => {
  let undertone: Undertone;
  let studio: Awaited<ReturnType<typeof openStudio>>;
  let diary: Diary;
  let hub: CallHub;

  function open(more: Partial<CallHubOptions> = {}, analyzer = undertone): CallHub {
    const made = diaryOptions();
    ({ diary } = made);
    hub = createCallHub(analyzer, { ...made.options, ...more });
    return hub;
  }
  const codes = () => diary.errors.map(({ code }) => code);
  const ended = () => diary.ends.map(([who]) => who);

  before(async () => {
    undertone = await createUndertone();
    studio = await openStudio();
  });
  after(async () => {
    await studio.close();
    await undertone.close();
  });
  afterEach(() => hub?.end());

  it('erases somebody who revokes while their stream is ending, also if they are there again', async () => {
    for (const isBack of [false, true]) {
      open().set('anna', studio.track());
      const stream = await streamOf(hub.streams, 'anna');
      await next(stream, 'tone');
      const over = hub.end('anna');
      if (isBack) hub.set('anna', studio.track());
      await hub.revoke('anna');
      await over;
      expect(diary.ends).to.deep.equal([['anna', null]]);
      expect(stream.summary.windows).to.equal(0);
      expect(hub.streams.size).to.equal(0);
    }
  });

  it('notes that the app has stopped a stream between two tracks, and begins anew when it is told to', async () => {
    const track = studio.track();
    open().set('anna', track);
    const stream = await streamOf(hub.streams, 'anna');
    track.stop();
    await next(stream, 'end');
    await stream.stop();
    hub.set('anna', studio.track());
    await eventually(() => expect(ended()).to.deep.equal(['anna']));
    await aWhile();
    expect(diary.streams).to.have.length(1);
    hub.ask('anna');
    expect(await streamOf(hub.streams, 'anna')).not.to.equal(stream);
    expect(codes()).to.deep.equal([]);
  });

  it('notes that the app has revoked a stream between two tracks at once, and erases', async () => {
    const track = studio.track();
    open().set('anna', track);
    const stream = await streamOf(hub.streams, 'anna');
    track.stop();
    await next(stream, 'end');
    await stream.revoke();
    expect(diary.ends).to.deep.equal([['anna', null]]);
    expect(hub.streams.size).to.equal(0);
    hub.set('anna', studio.track());
    await aWhile();
    expect(diary.streams).to.have.length(1);
    expect(codes()).to.deep.equal([]);
  });

  it('analyses nobody with a consent that was withdrawn after its stream had ended by itself', async () => {
    for (const isBack of [false, true]) {
      const first = await createUndertone();
      let analyzer = first;
      open({}, { analyze: (...given) => analyzer.analyze(...given) } as Undertone).set('anna', studio.track());
      const stream = await streamOf(hub.streams, 'anna');
      analyzer = undertone;
      await first.close();
      if (isBack) {
        hub.set('anna', studio.track());
        await eventually(() => expect(diary.streams).to.have.length(2));
      }
      await stream.revoke();
      expect(hub.streams.size).to.equal(0);
      hub.set('anna', studio.track());
      await aWhile();
      expect(diary.streams).to.have.length(isBack ? 2 : 1);
      expect(hub.streams.size).to.equal(0);
    }
  });

  it('tells whom it cannot hear any more when Undertone was closed: live, between two tracks, and during the question', async () => {
    const closing = await createUndertone();
    const answer = Promise.withResolvers<ReturnType<typeof consentOf>>();
    const track = studio.track();
    open({ consentOf: (who) => (who === 'later' ? answer.promise : consentOf(who)) }, closing).set('anna', studio.track());
    hub.set('ben', track);
    hub.set('later', studio.track());
    const ben = await streamOf(hub.streams, 'ben');
    track.stop();
    await next(ben, 'end');
    await closing.close();
    answer.resolve(consentOf('later'));
    await eventually(() => expect(codes()).to.deep.equal(['closed']));
    hub.set('ben', studio.track());
    await eventually(() => expect(ended()).to.deep.equal(['anna', 'ben']));
    expect(hub.streams.size).to.equal(0);
  });

  it('misses no track of somebody who may not be heard', async () => {
    const tracks = [studio.track(), studio.track()];
    open({ keepMs: 0, consentOf: (who) => who === 'anna' && consentOf(who) }).set('anna', tracks[0]!);
    hub.set('ben', tracks[1]!);
    const stream = await streamOf(hub.streams, 'anna');
    await hub.revoke('anna');
    expect(stream.state).to.equal('ended');
    for (const track of tracks) track.stop();
    for (const muted of [true, false]) for (const who of ['anna', 'ben']) hub.mute(who, muted);
    await aWhile();
    expect(codes()).to.deep.equal([]);
  });

  it('finds the track that took the place of another during the question', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof consentOf>>();
    const asked = Promise.withResolvers<void>();
    open({
      consentOf() {
        asked.resolve();
        return answer.promise;
      },
    });
    const producer = { track: studio.track(), paused: false, closed: false, observer: { on() {}, off() {} } };
    const detach = followMediasoup(hub, producer, 'anna');
    await asked.promise;
    // As replaceTrack() does: it stops the old one, and has no event.
    const old = producer.track;
    producer.track = studio.track();
    old.stop();
    answer.resolve(consentOf('anna'));
    await next(await streamOf(hub.streams, 'anna'), 'tone');
    await detach();
  });

  it('leaves no listener where an adapter listens too late, or an emitter refuses it', async () => {
    const listeners = new Set<() => void>();
    const emitter = {
      on(name: string, listener: () => void) {
        if (name === 'unknown') throw new Error('There is no such event.');
        listeners.add(listener);
      },
      off: (_: string, listener: () => void) => void listeners.delete(listener),
    };
    let listen = () => {};
    const detach = open().follow((call) => {
      listen = () => void call.listen<{ change: [] }>(emitter, { change: () => {} });
      return () => {};
    });
    await detach();
    listen();
    expect(listeners.size).to.equal(0);
    await errorOf('bad-options', () =>
      hub.follow((call) => {
        call.listen<{ change: []; unknown: [] }>(emitter, { change: () => {}, unknown: () => {} });
        return () => {};
      }),
    );
    expect(listeners.size).to.equal(0);
  });

  it('tells what the app throws when a connection asks it for a name, and nothing of it reaches the page', async () => {
    const { far, transceiver, negotiate, hangUp } = await callWith(new MediaStream([studio.track()]));
    let fails = false;
    const nameOf = () => {
      if (fails) throw new TypeError('no name');
      return 'anna';
    };
    const detach = followPeerConnection(open(), far, { remote: nameOf });
    await streamOf(hub.streams, 'anna');
    const uncaught = await uncaughtDuring(async () => {
      fails = true;
      transceiver.direction = 'inactive';
      await negotiate();
      await eventually(() => expect(codes()).to.include('bad-source'));
    });
    expect(uncaught).to.deep.equal([]);
    await detach();
    hangUp();
  });

  it('lets whoever has no transceiver any more leave: given to nobody, to another, or stopped', async () => {
    const { far, transceiver, negotiate, hangUp } = await callWith(new MediaStream([studio.track()]));
    let name: string | null = 'anna';
    const detach = followPeerConnection(open({ keepMs: 0 }), far, { remote: () => name });
    await streamOf(hub.streams, 'anna');
    for (const [index, another] of [null, 'ben', 'carl'].entries()) {
      name = another;
      hub.look();
      if (name) await streamOf(hub.streams, name);
      await eventually(() => expect(ended()).to.have.length(index || 1));
    }
    expect([...hub.streams.keys()]).to.deep.equal(['carl']);
    transceiver.stop();
    await negotiate();
    await eventually(() => expect(ended()).to.deep.equal(['anna', 'ben', 'carl']));
    expect(codes()).to.deep.equal([]);
    await detach();
    hangUp();
  });
});
