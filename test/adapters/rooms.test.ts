/**
 * Rooms of SDKs that cannot connect without their service. Real are each package's room, client or controller, its events, its own
 * microphone and what these do to tracks; who else is in the room is put there by the test.
 */
import { expect } from 'chai';
import AgoraRTC from 'agora-rtc-sdk-ng';
import {
  LocalAudioTrack,
  type LocalTrack,
  LocalTrackPublication,
  RemoteAudioTrack,
  RemoteParticipant,
  RemoteTrackPublication,
  Room,
  RoomEvent,
  Track,
} from 'livekit-client';
import { followAgora } from 'undertone/agora';
import type { CallHub } from 'undertone/calls';
import { followLiveKit } from 'undertone/livekit';
import { next } from '../support/events.js';
import { eventually, hearing, hubSuite, streamOf, type Diary, type Studio } from './support.js';

AgoraRTC.disableLogUpload();
AgoraRTC.setLogLevel(4);

/** How LiveKit's protocol numbers a microphone. */
const MICROPHONE = 2;

describe('rooms', () => {
  let studio: Studio;
  let diary: Diary;
  let hub: CallHub;
  const suite = hubSuite();
  beforeEach(() => ({ studio, diary, hub } = suite));
  const ended = () => diary.ends.map(([who]) => who);
  const openMicrophone = async () => (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0]!;

  describe('LiveKit', () => {
    /** Somebody in the room, and what they do to it. */
    function join(room: Room, identity: string) {
      const participant = new RemoteParticipant(undefined as never, `PA_${identity}`, identity);
      room.remoteParticipants.set(identity, participant);
      const publication = new RemoteTrackPublication(Track.Kind.Audio, info(`TR_${identity}`), true);
      participant.trackPublications.set(publication.trackSid, publication);
      return {
        participant,
        publication,
        speak(media: MediaStreamTrack) {
          const track = new RemoteAudioTrack(media, publication.trackSid, undefined as never);
          publication.setTrack(track);
          room.emit(RoomEvent.TrackSubscribed, track, publication, participant);
        },
      };
    }
    const info = (sid: string, muted = false) =>
      ({ sid, name: '', source: MICROPHONE, muted, stream: '', encryption: 0 }) as never;

    it('remote: whoever is there, whoever comes, mute, a full reconnect, and the end', async () => {
      const room = new Room();
      const [first, second, third] = [studio.track(), studio.track(), studio.track()];
      join(room, 'anna').speak(first);
      const before = room.listenerCount(RoomEvent.TrackSubscribed);
      const detach = followLiveKit(hub, room);
      await hearing(hub.streams, { anna: first });
      const ben = join(room, 'ben');
      ben.speak(second);
      await hearing(hub.streams, { anna: first, ben: second });
      const stream = hub.streams.get('ben')!;
      await next(stream, 'tone');

      ben.publication.updateInfo(info('TR_ben', true));
      room.emit(RoomEvent.TrackMuted, ben.publication, ben.participant);
      expect(stream.state).to.equal('paused');
      ben.publication.updateInfo(info('TR_ben'));
      room.emit(RoomEvent.TrackUnmuted, ben.publication, ben.participant);
      await hearing(hub.streams, { anna: first, ben: second });

      // What the room itself does before it subscribes to everything anew.
      (room as unknown as { handleRestarting(): void }).handleRestarting();
      expect(room.remoteParticipants.size).to.equal(0);
      await hearing(hub.streams, {});
      join(room, 'ben').speak(third);
      await hearing(hub.streams, { ben: third });
      expect(hub.streams.get('ben')).to.equal(stream);
      expect(ended()).to.deep.equal([]);

      room.emit(RoomEvent.Disconnected);
      await eventually(() => expect(ended().toSorted()).to.deep.equal(['anna', 'ben']));
      await detach();
      expect(room.listenerCount(RoomEvent.TrackSubscribed)).to.equal(before);
    });

    it('local: only if asked, and through another device, mute and a processor', async () => {
      const room = new Room();
      const microphone = new LocalAudioTrack(await openMicrophone(), { echoCancellation: false }, false);
      const publication = new LocalTrackPublication(Track.Kind.Audio, info('TR_me'), microphone as LocalTrack);
      room.localParticipant.identity = 'me';
      room.localParticipant.trackPublications.set('TR_me', publication);
      const detachOthers = followLiveKit(hub, room);
      await detachOthers();
      expect(diary.streams).to.deep.equal([]);

      const detach = followLiveKit(hub, room, { local: true });
      const first = microphone.mediaStreamTrack;
      await hearing(hub.streams, { me: first });
      await microphone.restartTrack({ echoCancellation: true });
      expect(microphone.mediaStreamTrack).not.to.equal(first);
      await hearing(hub.streams, { me: microphone.mediaStreamTrack });

      const processed = studio.track();
      const context = new AudioContext();
      await microphone.setAudioContext(context);
      await microphone.setProcessor({
        name: 'stand-in',
        processedTrack: processed,
        init: async () => {},
        restart: async () => {},
        destroy: async () => {},
      });
      await hearing(hub.streams, { me: processed });
      await next(hub.streams.get('me')!, 'tone');
      expect(diary.streams).to.have.length(1);
      await detach();
      expect(ended()).to.deep.equal(['me']);
      expect(microphone.listenerCount('restarted')).to.equal(0);
      microphone.stop();
      await context.close();
    });
  });

  it("Agora: users whom the app subscribes to, and the page's own microphone", async () => {
    const client = AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });
    const own = await AgoraRTC.createMicrophoneAudioTrack();
    const track = studio.track();
    // The client lists them only where it is connected.
    const user = { uid: 7, audioTrack: undefined as { getMediaStreamTrack(): MediaStreamTrack } | undefined };
    const there = { uid: 'me', remoteUsers: [user], localTracks: [own] };
    const channel = { ...there, on: client.on.bind(client), off: client.off.bind(client) };
    const emit = (name: string, ...told: unknown[]) =>
      (client as unknown as { emit(...all: unknown[]): void }).emit(name, ...told);
    const detach = followAgora(hub, channel, { local: true });
    await hearing(hub.streams, { me: own.getMediaStreamTrack() });
    user.audioTrack = { getMediaStreamTrack: () => track };
    hub.look();
    await hearing(hub.streams, { me: own.getMediaStreamTrack(), 7: track });

    const first = own.getMediaStreamTrack();
    await own.setEnabled(false);
    await own.setEnabled(true);
    expect(own.getMediaStreamTrack()).not.to.equal(first);
    await hearing(hub.streams, { me: own.getMediaStreamTrack(), 7: track });
    await next(await streamOf(hub.streams, 'me'), 'tone');

    user.audioTrack = undefined;
    emit('user-unpublished', user, 'audio');
    await hearing(hub.streams, { me: own.getMediaStreamTrack() });
    emit('connection-state-change', 'DISCONNECTED', 'CONNECTED');
    await eventually(() => expect(ended().toSorted()).to.deep.equal(['7', 'me']));
    await detach();
    expect(client.getListeners('user-left')).to.deep.equal([]);
    own.close();
  });
});
