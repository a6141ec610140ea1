/**
 * SDKs whose calls need their service, and whose objects cannot be made without it. Real are the tracks, Twilio's and Vonage's own
 * microphones, and the connection of sip.js; the rest stands in for objects that `shapes.ts` compares with the packages' types.
 */
import { expect } from 'chai';
import OT from '@vonage/client-sdk-video';
import { createLocalAudioTrack } from 'twilio-video';
import type { CallHub } from 'undertone/calls';
import { followDaily } from 'undertone/daily';
import { followJitsi } from 'undertone/jitsi';
import { followMediasoup } from 'undertone/mediasoup';
import { followSip } from 'undertone/sip';
import { followTwilio, followTwilioCall } from 'undertone/twilio';
import { followVonagePublisher, followVonageSubscriber } from 'undertone/vonage';
import { callWith } from '../support/loopback.js';
import { eventually, hearing, hubSuite, type Diary, type Studio } from './support.js';

type Listener = (...told: never[]) => void;

/** An emitter as the SDKs have it, with a count of its listeners. */
class StandIn {
  readonly #listeners = new Map<string, Set<Listener>>();
  on(name: string, listener: Listener): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
  }
  off(name: string, listener: Listener): void {
    this.#listeners.get(name)?.delete(listener);
  }
  emit(name: string, ...told: unknown[]): void {
    expect([...(this.#listeners.get(name) ?? [])], name).not.to.deep.equal([]);
    this.#listeners.get(name)?.forEach((listener) => listener(...(told as never[])));
  }
  get count(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

describe('calls by stand-ins', () => {
  let studio: Studio;
  let diary: Diary;
  let hub: CallHub;
  const suite = hubSuite();
  beforeEach(() => ({ studio, diary, hub } = suite));
  const expectEnded = (...names: string[]) =>
    eventually(() => expect(diary.ends.map(([who]) => who).toSorted()).to.deep.equal(names));

  it('Daily: others, and this page if asked; mute, another track, leaving, the end', async () => {
    const audio = { state: 'playable', persistentTrack: studio.silence() };
    const own = { state: 'playable', persistentTrack: studio.silence() };
    const participants = {
      local: { session_id: 'me', local: true, tracks: { audio: own } },
      a1: { session_id: 'a1', local: false, tracks: { audio } },
    };
    const call = Object.assign(new StandIn(), { participants: () => participants });
    const detachOthers = followDaily(hub, call);
    await hearing(hub.streams, { a1: audio.persistentTrack });
    const detach = followDaily(hub, call, { local: true });
    await hearing(hub.streams, { a1: audio.persistentTrack, me: own.persistentTrack });
    await detachOthers();
    audio.state = 'off';
    call.emit('participant-updated');
    await hearing(hub.streams, { me: own.persistentTrack });
    Object.assign(audio, { state: 'playable', persistentTrack: studio.silence() });
    call.emit('track-started');
    await hearing(hub.streams, { a1: audio.persistentTrack, me: own.persistentTrack });
    call.emit('participant-left', { participant: participants.a1 });
    await hearing(hub.streams, { me: own.persistentTrack });
    call.emit('left-meeting');
    await expectEnded('a1', 'me');
    await detach();
    expect(call.count).to.equal(0);
  });

  it('Jitsi: a track that goes over to another participant takes nobody else along', async () => {
    const track = studio.silence();
    let muted = false;
    const audio = { getType: () => 'audio', getTrack: () => track, isMuted: () => muted };
    const picture = { getType: () => 'video', getTrack: () => null, isMuted: () => false };
    let owner = 'anna';
    const someone = (id: string) => ({ getId: () => id, getTracks: () => (owner === id ? [picture, audio] : []) });
    const conference = Object.assign(new StandIn(), {
      myUserId: () => 'me',
      getLocalTracks: () => [],
      getParticipants: () => [someone('anna'), someone('ben')],
    });
    const detach = followJitsi(hub, conference, { local: true });
    await hearing(hub.streams, { anna: track });
    owner = 'ben';
    conference.emit('conference.trackAdded');
    await hearing(hub.streams, { ben: track });
    muted = true;
    conference.emit('conference.trackMuteChanged');
    await hearing(hub.streams, {});
    conference.emit('conference.userLeft', 'ben');
    conference.emit('conference.left');
    await expectEnded('anna', 'ben');
    await detach();
    expect(conference.count).to.equal(0);
  });

  it('mediasoup: pause, another consumer under the same name, and a track of which nobody tells', async () => {
    const observer = new StandIn();
    const consumer = { track: studio.silence(), paused: false, closed: false, observer };
    followMediasoup(hub, consumer, 'anna');
    await hearing(hub.streams, { anna: consumer.track });
    const stream = hub.streams.get('anna');
    consumer.paused = true;
    observer.emit('pause');
    await hearing(hub.streams, {});
    consumer.closed = true;
    observer.emit('close');
    expect(observer.count).to.equal(0);
    const producer = { track: studio.silence(), paused: false, closed: false, observer: new StandIn() };
    const detach = followMediasoup(hub, producer, 'anna');
    await hearing(hub.streams, { anna: producer.track });
    // As replaceTrack() does: it stops the old one, and has no event.
    const before = producer.track;
    producer.track = studio.silence();
    before.stop();
    await hearing(hub.streams, { anna: producer.track });
    expect(hub.streams.get('anna')).to.equal(stream);
    await detach();
    await expectEnded('anna');
    expect(producer.observer.count).to.equal(0);
  });

  it('sip.js: a connection that comes with the session, and its end', async () => {
    const { far, hangUp } = await callWith(new MediaStream([studio.silence()]));
    const listeners = new Set<(state: string) => void>();
    const session = {
      sessionDescriptionHandler: undefined as { peerConnection: RTCPeerConnection } | undefined,
      stateChange: {
        addListener: (listener: (state: string) => void) => void listeners.add(listener),
        removeListener: (listener: (state: string) => void) => void listeners.delete(listener),
      },
    };
    const detach = followSip(hub, session, { remote: 'anna' });
    session.sessionDescriptionHandler = { peerConnection: far };
    listeners.forEach((listener) => listener('Established'));
    await hearing(hub.streams, { anna: far.getReceivers()[0]!.track });
    listeners.forEach((listener) => listener('Terminated'));
    await expectEnded('anna');
    expect(listeners.size).to.equal(0);
    await detach();
    hangUp();
  });

  it("Twilio's rooms: others, and the page's own microphone when it is restarted", async () => {
    const remote = { mediaStreamTrack: studio.silence(), isEnabled: true };
    const own = await createLocalAudioTrack({ logLevel: 'off' });
    const anna = { identity: 'anna', audioTracks: new Map([['MT1', { track: null as typeof remote | null }]]) };
    const localParticipant = Object.assign(new StandIn(), { identity: 'me', audioTracks: new Map([['MT2', { track: own }]]) });
    const room = Object.assign(new StandIn(), { localParticipant, participants: new Map([['PA1', anna]]) });
    // As the participant does with its tracks' events.
    own.on('started', () => localParticipant.emit('trackStarted'));
    const detach = followTwilio(hub, room, { local: true });
    const first = own.mediaStreamTrack;
    await hearing(hub.streams, { me: first });
    anna.audioTracks.set('MT1', { track: remote });
    room.emit('trackSubscribed');
    await hearing(hub.streams, { me: first, anna: remote.mediaStreamTrack });
    await own.restart({ echoCancellation: false });
    expect(own.mediaStreamTrack).not.to.equal(first);
    await hearing(hub.streams, { me: own.mediaStreamTrack, anna: remote.mediaStreamTrack });
    own.disable();
    localParticipant.emit('trackDisabled');
    await hearing(hub.streams, { anna: remote.mediaStreamTrack });
    room.emit('participantDisconnected', anna);
    await hearing(hub.streams, {});
    room.emit('disconnected');
    await expectEnded('anna', 'me');
    await detach();
    expect([room.count, localParticipant.count]).to.deep.equal([0, 0]);
    own.stop();
  });

  it("Twilio's calls by telephone", async () => {
    const [far, near] = [studio.silence(), studio.silence()];
    let accepted = false;
    let muted = false;
    const call = Object.assign(new StandIn(), {
      getRemoteStream: () => (accepted ? new MediaStream([far]) : undefined),
      getLocalStream: () => (accepted ? new MediaStream([near]) : undefined),
      isMuted: () => muted,
    });
    const detach = followTwilioCall(hub, call, { remote: 'anna', local: 'me' });
    expect(hub.streams.size).to.equal(0);
    accepted = true;
    call.emit('accept');
    await hearing(hub.streams, { anna: far, me: near });
    muted = true;
    call.emit('mute', true);
    await hearing(hub.streams, { anna: far });
    call.emit('disconnect');
    await expectEnded('anna', 'me');
    await detach();
    expect(call.count).to.equal(0);
  });

  it("Vonage: the page's own publisher with another track, and a subscriber", async () => {
    const [first, second, far] = [studio.silence(), studio.silence(), studio.silence()];
    const publisher = await new Promise<ReturnType<typeof OT.initPublisher>>((resolve, reject) => {
      const made = OT.initPublisher(undefined, { audioSource: first, videoSource: false, insertDefaultUI: false }, (error) =>
        error ? reject(error) : resolve(made),
      );
    });
    const detachOwn = followVonagePublisher(hub, publisher, 'me');
    await hearing(hub.streams, { me: publisher.getAudioSource() });
    await publisher.setAudioSource(second);
    hub.look();
    await hearing(hub.streams, { me: publisher.getAudioSource() });

    const subscriber = new StandIn();
    const detach = followVonageSubscriber(hub, subscriber, 'anna');
    subscriber.emit('mediaStreamAvailable', { mediaStream: new MediaStream([far]) });
    await hearing(hub.streams, { me: publisher.getAudioSource(), anna: far });
    subscriber.emit('destroyed');
    await hearing(hub.streams, { me: publisher.getAudioSource() });
    expect(subscriber.count).to.equal(0);
    await Promise.all([detach(), detachOwn()]);
    await expectEnded('anna', 'me');
    publisher.destroy();
  });
});
