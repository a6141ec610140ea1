import type { CallHub, Emits } from 'undertone/calls';

/** An audio track of `twilio-video`. */
export interface TwilioTrack {
  /** Not processed: what a noise canceller gives is not reached. */
  readonly mediaStreamTrack: MediaStreamTrack;
  /** `false` while muted. */
  readonly isEnabled: boolean;
}

/** Somebody in the room. */
export interface TwilioParticipant {
  /** By which the hub knows them. */
  readonly identity: string;
  /** What they have published; of several tracks the first is followed. */
  readonly audioTracks: ReadonlyMap<string, { readonly track: TwilioTrack | null }>;
}

/** What is listened to of everybody else. */
export interface TwilioRoomEvents {
  /** Another track is heard. */
  trackSubscribed: [];
  /** It is not any more. */
  trackUnsubscribed: [];
  /** They speak again. */
  trackEnabled: [];
  /** They muted themselves. */
  trackDisabled: [];
  /** A track has begun. */
  trackStarted: [];
  /** They left. */
  participantDisconnected: [participant: { readonly identity: string }];
  /** The call is over. */
  disconnected: [];
}

/** What is listened to of this page. */
export interface TwilioLocalEvents {
  /** It publishes its microphone. */
  trackPublished: [];
  /** It has begun, also anew with another device. */
  trackStarted: [];
  /** It has ended. */
  trackStopped: [];
  /** It is heard again. */
  trackEnabled: [];
  /** It is muted. */
  trackDisabled: [];
}

/** A `Room` of `twilio-video`, by what is used of it. */
export interface TwilioRoom extends Emits<TwilioRoomEvents> {
  /** Whoever is at this page. */
  readonly localParticipant: TwilioParticipant & Emits<TwilioLocalEvents>;
  /** Everybody else, by sid. */
  readonly participants: ReadonlyMap<string, TwilioParticipant>;
}

/** What is listened to of a call by telephone. */
export interface TwilioCallEvents {
  /** The other end is heard from now on. */
  accept: [];
  /** The connection is back. */
  reconnected: [];
  /** This page is muted, or not any more. */
  mute: [];
  /** The call is over. */
  disconnect: [];
}

/** A `Call` of `@twilio/voice-sdk`, by what is used of it. */
export interface TwilioCall extends Emits<TwilioCallEvents> {
  /** The other end, once the call is accepted. */
  getRemoteStream(): MediaStream | undefined;
  /** What this page sends. */
  getLocalStream(): MediaStream | undefined;
  /** Whether this page is muted. */
  isMuted(): boolean;
}

/**
 * Has the hub follow the microphones in a room of `twilio-video`, each by the participant's identity; whoever is there already, too.
 *
 * After `localParticipant.unpublishTrack()` of a track that goes on, call `hub.look()`: it has no event.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followTwilio, type TwilioRoom } from 'undertone/twilio';
 *
 * function listenTo(room: TwilioRoom, hub: CallHub): () => Promise<void> {
 *   return followTwilio(hub, room);
 * }
 * ```
 * @param options `local`: follow this page's microphone too; default `false`
 * @returns detaches: no listener is left, and these participants' streams end
 */
export function followTwilio(hub: CallHub, room: TwilioRoom, { local = false }: { local?: boolean } = {}): () => Promise<void> {
  return hub.follow((call) => {
    const look = () => {
      for (const { identity, audioTracks } of [...room.participants.values(), ...(local ? [room.localParticipant] : [])]) {
        const track = [...audioTracks.values()].find((publication) => publication.track)?.track;
        call.set(identity, track?.mediaStreamTrack ?? null);
        call.mute(identity, track?.isEnabled === false);
      }
    };
    call.listen<TwilioRoomEvents>(room, {
      trackSubscribed: look,
      trackUnsubscribed: look,
      trackEnabled: look,
      trackDisabled: look,
      trackStarted: look,
      participantDisconnected: ({ identity }) => call.leave(identity),
      disconnected: () => call.end(),
    });
    if (local)
      call.listen<TwilioLocalEvents>(room.localParticipant, {
        trackPublished: look,
        trackStarted: look,
        trackStopped: look,
        trackEnabled: look,
        trackDisabled: look,
      });
    return look;
  });
}

/**
 * Has the hub follow a call of `@twilio/voice-sdk`: the other end as `remote`, and this page as `local` if that name is given.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followTwilioCall, type TwilioCall } from 'undertone/twilio';
 *
 * function listenTo(call: TwilioCall, hub: CallHub): () => Promise<void> {
 *   return followTwilioCall(hub, call, { remote: 'customer 4711' });
 * }
 * ```
 * @param options `remote`: name of the other end, default `remote`; `local`: follow this page too, under this name or as `local`
 * @returns detaches: no listener is left, and the streams end
 */
export function followTwilioCall(
  hub: CallHub,
  phoneCall: TwilioCall,
  { remote = 'remote', local = false }: { remote?: string; local?: boolean | string } = {},
): () => Promise<void> {
  const own = local === true ? 'local' : local;
  return hub.follow((call) => {
    const look = () => {
      call.set(remote, phoneCall.getRemoteStream()?.getAudioTracks()[0] ?? null);
      if (!own) return;
      call.set(own, phoneCall.getLocalStream()?.getAudioTracks()[0] ?? null);
      call.mute(own, phoneCall.isMuted());
    };
    call.listen<TwilioCallEvents>(phoneCall, { accept: look, reconnected: look, mute: look, disconnect: () => call.end() });
    return look;
  });
}
