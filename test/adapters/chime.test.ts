/** Meetings of the Amazon Chime SDK. Real are its controllers of devices and of mute; the meeting and the others are put there by the test. */
import { expect } from 'chai';
import {
  DefaultDeviceController,
  DefaultRealtimeController,
  NoOpDebugLogger,
  type AudioMixObserver,
  type AudioVideoFacade,
} from 'amazon-chime-sdk-js';
import type { CallHub } from 'undertone/calls';
import { followChime } from 'undertone/chime';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { next } from '../support/events.js';
import { eventually, hearing, hubSuite, streamOf, type Diary, type Studio } from './support.js';

describe('Chime', () => {
  let studio: Studio;
  let diary: Diary;
  let hub: CallHub;
  const suite = hubSuite();
  beforeEach(() => ({ studio, diary, hub } = suite));
  const ended = () => diary.ends.map(([who]) => who);
  const openMicrophone = async () => (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0]!;

  it("follows the page's own microphone, and the mix of the others", async () => {
    const devices = new DefaultDeviceController(new NoOpDebugLogger());
    const meeting = standInMeeting();
    const [mix, microphone] = [new MediaStream([studio.track()]), await openMicrophone()];
    const stream = (await devices.startAudioInput(new MediaStream([microphone])))!;
    const detach = followChime(hub, meeting.audioVideo, { remote: 'everybody', local: { name: 'me', devices, stream } });
    await hearing(hub.streams, { me: microphone });
    meeting.begin(mix);
    await hearing(hub.streams, { me: microphone, everybody: mix.getAudioTracks()[0]! });
    await next(hub.streams.get('everybody')!, 'tone');

    const other = (await devices.startAudioInput({ deviceId: 'default', echoCancellation: false }))!;
    await hearing(hub.streams, { me: other.getAudioTracks()[0]!, everybody: mix.getAudioTracks()[0]! });
    meeting.mute(true);
    await hearing(hub.streams, { everybody: mix.getAudioTracks()[0]! });
    await devices.stopAudioInput();
    meeting.stop();
    await eventually(() => expect(ended().toSorted()).to.deep.equal(['everybody', 'me']));
    await detach();
    expect(meeting.observers()).to.equal(0);
    await devices.destroy();
  });

  it('follows a meeting that begins anew with the same microphone', async () => {
    const meeting = standInMeeting();
    const devices = new DefaultDeviceController(new NoOpDebugLogger());
    const stream = new MediaStream([studio.track()]);
    const detach = followChime(hub, meeting.audioVideo, { local: { name: 'me', devices, stream } });
    await streamOf(hub.streams, 'me');
    meeting.stop();
    await eventually(() => expect(ended()).to.deep.equal(['me']));
    meeting.mute(false);
    expect(hub.streams.size).to.equal(0);
    meeting.start();
    await streamOf(hub.streams, 'me');
    await detach();
    await devices.destroy();
  });

  it('leaves nothing behind of something else than its controller, nor of a late answer', async () => {
    const meeting = standInMeeting();
    await errorOf('bad-options', () => followChime(hub, meeting.audioVideo, { local: { name: 'me', devices: {} as never } }));
    expect(meeting.observers()).to.equal(0);
    const answer = Promise.withResolvers<null>();
    const detach = followChime(hub, { ...meeting.audioVideo, getCurrentMeetingAudioStream: () => answer.promise });
    await detach();
    answer.reject(new Error('The meeting is over.'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(diary.errors).to.deep.equal([]);
  });

  it('tells the hub what is thrown while it listens, and the meeting goes on', async () => {
    const devices = new DefaultDeviceController(new NoOpDebugLogger());
    const realtime = new DefaultRealtimeController(devices);
    const meeting = standInMeeting();
    let fails = false;
    const audioVideo = {
      ...meeting.audioVideo,
      realtimeSubscribeToMuteAndUnmuteLocalAudio: realtime.realtimeSubscribeToMuteAndUnmuteLocalAudio.bind(realtime),
      realtimeUnsubscribeToMuteAndUnmuteLocalAudio: realtime.realtimeUnsubscribeToMuteAndUnmuteLocalAudio.bind(realtime),
      realtimeIsLocalAudioMuted() {
        if (fails) throw new TypeError('no state');
        return realtime.realtimeIsLocalAudioMuted();
      },
    };
    const stream = (await devices.startAudioInput(new MediaStream([studio.track()])))!;
    const detach = followChime(hub, audioVideo, { local: { name: 'me', devices, stream } });
    await streamOf(hub.streams, 'me');
    // The app's own listener comes after; what a listener throws is fatal to the meeting.
    const [heard, fatal] = [[] as boolean[], [] as Error[]];
    realtime.realtimeSubscribeToMuteAndUnmuteLocalAudio((muted) => heard.push(muted));
    realtime.realtimeSubscribeToFatalError((error) => fatal.push(error));
    const mixed = new MediaStream([studio.track()]);
    const uncaught = await uncaughtDuring(async () => {
      fails = true;
      realtime.realtimeMuteLocalAudio();
      expect(heard).to.deep.equal([true]);
      await devices.startAudioInput(new MediaStream([studio.track()]));
      meeting.begin(mixed);
      meeting.start();
      meeting.stop();
      await eventually(() => expect(diary.errors).to.have.length(5));
      fails = false;
    });
    expect([fatal, uncaught]).to.deep.equal([[], []]);
    for (const { code, cause } of diary.errors.splice(0))
      expect([code, String(cause)]).to.deep.equal(['bad-source', 'TypeError: no state']);
    await detach();
    await devices.destroy();
  });
});

/** A meeting has no media without its service: this has the methods of one, and the others' mix is given to it. */
function standInMeeting() {
  const mixes = new Set<AudioMixObserver>();
  const meetings = new Set<{ audioVideoDidStart?(reconnecting: boolean): void; audioVideoDidStop?(status: never): void }>();
  const mutes = new Set<(muted: boolean) => void>();
  let isMuted = false;
  const audioVideo: Pick<
    AudioVideoFacade,
    | 'getCurrentMeetingAudioStream'
    | 'addAudioMixObserver'
    | 'removeAudioMixObserver'
    | 'addObserver'
    | 'removeObserver'
    | 'realtimeSubscribeToMuteAndUnmuteLocalAudio'
    | 'realtimeUnsubscribeToMuteAndUnmuteLocalAudio'
    | 'realtimeIsLocalAudioMuted'
  > = {
    getCurrentMeetingAudioStream: async () => null,
    addAudioMixObserver: (observer) => void mixes.add(observer),
    removeAudioMixObserver: (observer) => void mixes.delete(observer),
    addObserver: (observer) => void meetings.add(observer),
    removeObserver: (observer) => void meetings.delete(observer),
    realtimeSubscribeToMuteAndUnmuteLocalAudio: (listener) => void mutes.add(listener),
    realtimeUnsubscribeToMuteAndUnmuteLocalAudio: (listener) => void mutes.delete(listener),
    realtimeIsLocalAudioMuted: () => isMuted,
  };
  return {
    audioVideo,
    begin: (mix: MediaStream) => mixes.forEach((observer) => observer.meetingAudioStreamBecameActive(mix)),
    mute(muted: boolean) {
      isMuted = muted;
      mutes.forEach((listener) => listener(muted));
    },
    start: () => meetings.forEach((observer) => observer.audioVideoDidStart?.(false)),
    stop: () => meetings.forEach((observer) => observer.audioVideoDidStop?.(undefined as never)),
    observers: () => mixes.size + meetings.size + mutes.size,
  };
}
