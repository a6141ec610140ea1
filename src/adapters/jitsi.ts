import type { CallHub, Emits } from 'undertone/calls';

/** A track of `lib-jitsi-meet`. */
export interface JitsiTrack {
  /** `audio` or `video`. */
  getType(): string;
  /** The browser's own. */
  getTrack(): MediaStreamTrack | null | undefined;
  /** Whether its sender is muted. */
  isMuted(): boolean;
}

/** Somebody else in the conference. */
export interface JitsiParticipant {
  /** By which the hub knows them. */
  getId(): string;
  /** What they send. */
  getTracks(): readonly JitsiTrack[];
}

/** What is listened to. */
export interface JitsiEvents {
  /** Another track is heard. */
  'conference.trackAdded': [];
  /** It is not any more. */
  'conference.trackRemoved': [];
  /** Somebody is muted, or not any more. */
  'conference.trackMuteChanged': [];
  /** The call goes over another connection from now on. */
  'conference.p2pStatus': [];
  /** They left. */
  'conference.userLeft': [id: string];
  /** The call is over. */
  'conference.left': [];
}

/** A `JitsiConference` of `lib-jitsi-meet`, by what is used of it. The IFrame API has no tracks. */
export interface JitsiConference extends Emits<JitsiEvents> {
  /** This page's name in the conference. */
  myUserId(): string;
  /** What this page sends. */
  getLocalTracks(): readonly JitsiTrack[];
  /** Everybody else. */
  getParticipants(): readonly JitsiParticipant[];
}

/**
 * Has the hub follow a conference of `lib-jitsi-meet`, each participant by their id; whoever is there already, too.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followJitsi, type JitsiConference } from 'undertone/jitsi';
 *
 * function listenTo(conference: JitsiConference, hub: CallHub): () => Promise<void> {
 *   return followJitsi(hub, conference);
 * }
 * ```
 * @param options `local`: follow this page's microphone too; default `false`
 * @returns detaches: no listener is left, and these participants' streams end
 */
export function followJitsi(
  hub: CallHub,
  conference: JitsiConference,
  { local = false }: { local?: boolean } = {},
): () => Promise<void> {
  return hub.follow((call) => {
    const hear = (who: string, tracks: readonly JitsiTrack[]) => {
      const track = tracks.find((one) => one.getType() === 'audio');
      call.set(who, track?.getTrack() ?? null);
      call.mute(who, track?.isMuted() ?? false);
    };
    const look = () => {
      for (const participant of conference.getParticipants()) hear(participant.getId(), participant.getTracks());
      if (local) hear(conference.myUserId(), conference.getLocalTracks());
    };
    call.listen<JitsiEvents>(conference, {
      'conference.trackAdded': look,
      'conference.trackRemoved': look,
      'conference.trackMuteChanged': look,
      'conference.p2pStatus': look,
      'conference.userLeft': (id) => call.leave(id),
      'conference.left': () => call.end(),
    });
    return look;
  });
}
