import type { CallHub, Emits } from 'undertone/calls';

/** A track of `livekit-client`. */
export interface LiveKitTrack {
  /** What its processor gives, if it has one. */
  readonly mediaStreamTrack: MediaStreamTrack;
}

/** What is listened to of the page's own microphone. */
export interface LiveKitTrackEvents {
  /** Another device is heard, or the same one again. */
  restarted: [];
  /** A processor was set or removed. */
  trackProcessorUpdate: [];
}

/** The page's own microphone. */
export interface LiveKitLocalTrack extends LiveKitTrack, Emits<LiveKitTrackEvents> {}

/** What a participant has published. */
export interface LiveKitPublication<Track extends LiveKitTrack = LiveKitTrack> {
  /** `microphone` is followed, and nothing else. */
  readonly source: string;
  /** By themselves, or by the room. */
  readonly isMuted: boolean;
  /** There while it is subscribed to. */
  readonly track?: Track | undefined;
}

/** Somebody in the room. */
export interface LiveKitParticipant<Track extends LiveKitTrack = LiveKitTrack> {
  /** By which the hub knows them. */
  readonly identity: string;
  /** By their sids. */
  readonly trackPublications: ReadonlyMap<string, LiveKitPublication<Track>>;
}

/** What is listened to. */
export interface LiveKitEvents {
  /** Another track is heard. */
  trackSubscribed: [];
  /** It is not any more. */
  trackUnsubscribed: [];
  /** They muted themselves. */
  trackMuted: [];
  /** They speak again. */
  trackUnmuted: [];
  /** The page publishes its microphone. */
  localTrackPublished: [];
  /** It does not any more. */
  localTrackUnpublished: [];
  /** After a full reconnect everybody has other tracks. */
  reconnected: [];
  /** They left; in a full reconnect it comes for everybody. */
  participantDisconnected: [participant: { readonly identity: string }];
  /** The call is over. */
  disconnected: [];
}

/** A `Room` of `livekit-client`, by what is used of it. */
export interface LiveKitRoom extends Emits<LiveKitEvents> {
  /** Whoever is at this page. */
  readonly localParticipant: LiveKitParticipant<LiveKitLocalTrack>;
  /** Everybody else, by identity. */
  readonly remoteParticipants: ReadonlyMap<string, LiveKitParticipant>;
}

/**
 * Has the hub follow the microphones in a LiveKit room, each by the participant's identity; whoever is there already, too. Mute,
 * another microphone, a processor and a full reconnect keep the estimates.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followLiveKit, type LiveKitRoom } from 'undertone/livekit';
 *
 * function listenTo(room: LiveKitRoom, hub: CallHub): () => Promise<void> {
 *   return followLiveKit(hub, room);
 * }
 * ```
 * @param options `local`: follow this page's microphone too; default `false`
 * @returns detaches: no listener is left, and these participants' streams end
 */
export function followLiveKit(hub: CallHub, room: LiveKitRoom, { local = false }: { local?: boolean } = {}): () => Promise<void> {
  return hub.follow((call) => {
    let own: LiveKitLocalTrack | undefined;
    let unlisten = () => {};
    const look = () => {
      for (const { identity, trackPublications } of [
        ...room.remoteParticipants.values(),
        ...(local ? [room.localParticipant] : []),
      ]) {
        // The page's own is empty until it is connected.
        if (!identity) continue;
        const microphone = [...trackPublications.values()].find(({ source }) => source === 'microphone');
        call.set(identity, microphone?.track?.mediaStreamTrack ?? null);
        call.mute(identity, microphone?.isMuted ?? false);
      }
      if (local) lookAtOwn();
    };
    const lookAtOwn = () => {
      const track = [...room.localParticipant.trackPublications.values()].find(({ source }) => source === 'microphone')?.track;
      if (track === own) return;
      own = track;
      unlisten();
      // Not events of the room: another device, and a processor that is set or removed.
      unlisten = track ? call.listen<LiveKitTrackEvents>(track, { restarted: look, trackProcessorUpdate: look }) : () => {};
    };
    call.listen<LiveKitEvents>(room, {
      trackSubscribed: look,
      trackUnsubscribed: look,
      trackMuted: look,
      trackUnmuted: look,
      localTrackPublished: look,
      localTrackUnpublished: look,
      reconnected: look,
      participantDisconnected: ({ identity }) => call.leave(identity),
      disconnected: () => call.end(),
    });
    return look;
  });
}
