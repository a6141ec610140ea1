import type { CallHub, Emits } from 'undertone/calls';

/** An audio track of Agora. */
export interface AgoraTrack {
  /** The browser's own. */
  getMediaStreamTrack(): MediaStreamTrack;
}

/** A track that this page publishes. */
export interface AgoraLocalTrack extends AgoraTrack, Emits<{ 'track-updated': [] }> {
  /** Sound or picture. */
  readonly trackMediaType: string;
  /** By `setMuted()`. */
  readonly muted: boolean;
  /** By `setEnabled()`. */
  readonly enabled: boolean;
}

/** Somebody else in the channel. */
export interface AgoraUser {
  /** By which the hub knows them, as a text. */
  readonly uid: string | number;
  /** There once the app has subscribed to it. */
  readonly audioTrack?: AgoraTrack | undefined;
}

/** What is listened to. */
export interface AgoraEvents {
  /** They are muted, or send nothing any more. */
  'user-unpublished': [];
  /** They left. */
  'user-left': [user: { readonly uid: string | number }];
  /** The media are back. */
  'media-reconnect-end': [];
  /** The call is over, or goes on. */
  'connection-state-change': [state: string];
}

/** A client of `agora-rtc-sdk-ng`, by what is used of it. */
export interface AgoraClient extends Emits<AgoraEvents> {
  /** This page's, once it has joined. */
  readonly uid?: string | number | undefined;
  /** Everybody else. */
  readonly remoteUsers: readonly AgoraUser[];
  /** What this page publishes. */
  readonly localTracks: readonly AgoraLocalTrack[];
}

/**
 * Has the hub follow an Agora channel, each user by the text of their `uid`; whoever is there already, too. Agora has no event for
 * what the app itself does: call `hub.look()` after `subscribe()` and after `publish()`.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followAgora, type AgoraClient } from 'undertone/agora';
 *
 * function listenTo(client: AgoraClient, hub: CallHub): () => Promise<void> {
 *   return followAgora(hub, client);
 * }
 * ```
 * @param options `local`: follow this page's microphone too; default `false`
 * @returns detaches: no listener is left, and these users' streams end
 */
export function followAgora(hub: CallHub, client: AgoraClient, { local = false }: { local?: boolean } = {}): () => Promise<void> {
  return hub.follow((call) => {
    let own: AgoraLocalTrack | undefined;
    let unlisten = () => {};
    const look = () => {
      for (const { uid, audioTrack } of client.remoteUsers) call.set(String(uid), audioTrack?.getMediaStreamTrack() ?? null);
      if (local && client.uid !== undefined) lookAtOwn(String(client.uid));
    };
    const lookAtOwn = (uid: string) => {
      const track = client.localTracks.find(({ trackMediaType }) => trackMediaType === 'audio');
      call.set(uid, track?.getMediaStreamTrack() ?? null);
      call.mute(uid, track !== undefined && (track.muted || !track.enabled));
      if (track === own) return;
      own = track;
      unlisten();
      unlisten = track ? call.listen<{ 'track-updated': [] }>(track, { 'track-updated': look }) : () => {};
    };
    call.listen<AgoraEvents>(client, {
      'user-unpublished': look,
      'user-left': ({ uid }) => call.leave(String(uid)),
      'media-reconnect-end': look,
      'connection-state-change': (state) => (state === 'DISCONNECTED' ? call.end() : look()),
    });
    return look;
  });
}
