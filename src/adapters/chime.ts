import { toChimeVoiceTone as convert, type ChimeVoiceToneEvent, type ToneEvent } from 'undertone';
import type { CallHub } from 'undertone/calls';

export type { ChimeVoiceTone, ChimeVoiceToneEvent } from 'undertone';

/**
 * The event in the shape that the Amazon Chime SDK publishes, for code that reads that. Where Undertone has no label
 * because there is too little speech, the status is `VoiceToneAnalysisFailure`, as it is there after silence.
 *
 * @example
 * ```ts
 * import type { ToneStream } from 'undertone';
 * import { toChimeVoiceTone } from 'undertone/chime';
 *
 * function publish(stream: ToneStream, handle: (event: object) => void): void {
 *   stream.on('tone', (event) => handle(toChimeVoiceTone(event)));
 * }
 * ```
 * @see https://docs.aws.amazon.com/chime-sdk/latest/dg/va-voice-tone-event-ex.html
 */
export function toChimeVoiceTone(event: ToneEvent): ChimeVoiceToneEvent {
  // The index exports the conversion for one version more, and may not import a file that imports the index.
  return convert(event);
}

/** What tells of the mix of all attendees. */
export interface ChimeMixObserver {
  /** It is played from now on. */
  meetingAudioStreamBecameActive(stream: MediaStream): void;
  /** It is not any more. */
  meetingAudioStreamBecameInactive(stream: MediaStream): void;
}

/** What tells of the meeting. */
export interface ChimeMeetingObserver {
  /** It has begun, perhaps anew. */
  audioVideoDidStart(): void;
  /** It is over. */
  audioVideoDidStop(): void;
}

/** What tells of this page's microphone. */
export interface ChimeInputObserver {
  /** Another one is heard, or none. */
  audioInputDidChange(stream: MediaStream | undefined): void;
}

/** `meetingSession.audioVideo` of `amazon-chime-sdk-js`, by what is used of it. */
export interface ChimeAudioVideo {
  /** The mix of all attendees, once `bindAudioElement()` was called. */
  getCurrentMeetingAudioStream(): Promise<MediaStream | null>;
  /** Adds an observer. */
  addAudioMixObserver(observer: ChimeMixObserver): void;
  /** Removes it. */
  removeAudioMixObserver(observer: ChimeMixObserver): void;
  /** Adds an observer. */
  addObserver(observer: ChimeMeetingObserver): void;
  /** Removes it. */
  removeObserver(observer: ChimeMeetingObserver): void;
  /** Listens whether this page is muted. */
  realtimeSubscribeToMuteAndUnmuteLocalAudio(listener: (muted: boolean) => void): void;
  /** Listens no more. */
  realtimeUnsubscribeToMuteAndUnmuteLocalAudio(listener: (muted: boolean) => void): void;
  /** Whether this page is muted. */
  realtimeIsLocalAudioMuted(): boolean;
}

/** The `DefaultDeviceController` that the meeting was made with, by what is used of it. */
export interface ChimeDevices {
  /** Adds an observer. */
  addMediaStreamBrokerObserver(observer: ChimeInputObserver): void;
  /** Removes it. */
  removeMediaStreamBrokerObserver(observer: ChimeInputObserver): void;
}

/** Options of `followChime()`: what the two ends are called. */
export interface ChimeOptions {
  /** All other attendees together, as Chime sends them: one person only where two are in the call. Default `remote`. */
  remote?: string;
  /** Follow this page's microphone too. Default: not. */
  local?: {
    /** Name of whoever is at this page. */
    name: string;
    /** Tells when another microphone is chosen. */
    devices: ChimeDevices;
    /** What `startAudioInput()` has given already. */
    stream?: MediaStream | undefined;
  };
}

/**
 * Has the hub follow a meeting of the Amazon Chime SDK. It gives **one mixed stream of all other attendees**: with more than two in
 * the call, its tone is that of nobody in particular, and consent must be everybody's.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followChime, type ChimeAudioVideo } from 'undertone/chime';
 *
 * function listenTo(audioVideo: ChimeAudioVideo, hub: CallHub): () => Promise<void> {
 *   return followChime(hub, audioVideo, { remote: 'customer 4711' });
 * }
 * ```
 * @returns detaches: no observer is left, and the streams end
 */
export function followChime(
  hub: CallHub,
  audioVideo: ChimeAudioVideo,
  { remote = 'remote', local }: ChimeOptions = {},
): () => Promise<void> {
  return hub.follow((call) => {
    const trackOf = (stream: MediaStream | null | undefined) => stream?.getAudioTracks()[0] ?? null;
    let mix: MediaStream | null = null;
    let own = local?.stream;
    let over = false;
    const look = () => {
      call.set(remote, over ? null : trackOf(mix));
      if (!local) return;
      call.set(local.name, over ? null : trackOf(own));
      call.mute(local.name, audioVideo.realtimeIsLocalAudioMuted());
    };
    const hearMix = (stream: MediaStream | null) => {
      mix = stream;
      look();
    };
    const mixObserver: ChimeMixObserver = {
      meetingAudioStreamBecameActive: call.guard(hearMix),
      meetingAudioStreamBecameInactive: call.guard((stream) => stream === mix && hearMix(null)),
    };
    const meetingObserver: ChimeMeetingObserver = {
      audioVideoDidStart: call.guard(() => {
        over = false;
        look();
      }),
      audioVideoDidStop: call.guard(() => {
        call.end();
        over = true;
        mix = null;
        look();
      }),
    };
    const muteListener = call.guard(look);
    const inputObserver: ChimeInputObserver = {
      audioInputDidChange: call.guard((stream) => {
        own = stream;
        look();
      }),
    };
    // Each is undone by itself: an object that lacks one of these methods is left with no observer.
    const undo = (remove: () => void) => call.signal.addEventListener('abort', remove);
    audioVideo.addAudioMixObserver(mixObserver);
    undo(() => audioVideo.removeAudioMixObserver(mixObserver));
    audioVideo.addObserver(meetingObserver);
    undo(() => audioVideo.removeObserver(meetingObserver));
    audioVideo.realtimeSubscribeToMuteAndUnmuteLocalAudio(muteListener);
    undo(() => audioVideo.realtimeUnsubscribeToMuteAndUnmuteLocalAudio(muteListener));
    if (local) {
      local.devices.addMediaStreamBrokerObserver(inputObserver);
      undo(() => local.devices.removeMediaStreamBrokerObserver(inputObserver));
    }
    audioVideo.getCurrentMeetingAudioStream().then(
      call.guard((stream) => {
        if (!mix) hearMix(stream);
      }),
      (error: unknown) => call.fail(remote, error),
    );
    return look;
  });
}
