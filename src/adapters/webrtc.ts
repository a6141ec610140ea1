import type { CallHub } from 'undertone/calls';

/** Options of `followPeerConnection()`: who is at the two ends. */
export interface PeerConnectionOptions {
  /**
   * Who is heard: one name, or, where several people send over one connection, the name of each transceiver's sender; `null` for one
   * that is not to be followed. Default `remote`.
   */
  remote?: string | ((transceiver: RTCRtpTransceiver) => string | null);
  /** Follow what this page sends as well, under this name; `true` is the name `local`. Default `false`. */
  local?: boolean | string;
}

interface ConnectionEvents {
  track: [];
  signalingstatechange: [];
  connectionstatechange: [];
}

/**
 * Has the hub follow the audio of an `RTCPeerConnection`: what it receives and, if asked, what it sends. A transceiver that is held or
 * added, and a track that is replaced by one that ends the old, are noticed. When the connection is closed, the streams end.
 *
 * A sender's `replaceTrack()` that leaves the old track live tells nobody: call `hub.look()` after it.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followPeerConnection } from 'undertone/webrtc';
 *
 * function listenTo(connection: RTCPeerConnection, hub: CallHub): () => Promise<void> {
 *   return followPeerConnection(hub, connection, { remote: 'customer 4711', local: 'agent 7' });
 * }
 * ```
 * @returns detaches: no listener is left, and these participants' streams end
 */
export function followPeerConnection(
  hub: CallHub,
  connection: RTCPeerConnection,
  { remote = 'remote', local = false }: PeerConnectionOptions = {},
): () => Promise<void> {
  const nameOf = typeof remote === 'string' ? () => remote : remote;
  const own = local === true ? 'local' : local;
  return hub.follow((call) => {
    let known: string[] = [];
    const look = () => {
      const { connectionState } = connection;
      if (connectionState === 'closed') {
        call.end();
        call.close();
        return;
      }
      const heard = new Map<string, MediaStreamTrack | null>();
      const hear = (who: string | null | false, track: MediaStreamTrack | null, flows: boolean) => {
        if (!who || (track && track.kind !== 'audio')) return;
        // A name may have several transceivers, of which one carries the voice.
        heard.set(who, heard.get(who) ?? (flows ? track : null));
      };
      for (const transceiver of connection.getTransceivers()) {
        const { sender, receiver, currentDirection } = transceiver;
        if (receiver.track.kind !== 'audio') continue;
        hear(nameOf(transceiver), receiver.track, /recv/.test(currentDirection ?? ''));
        hear(own, sender.track, /send/.test(currentDirection ?? ''));
      }
      // Their transceiver was stopped, or is somebody else's from now on.
      for (const who of known) if (!heard.has(who)) call.leave(who);
      known = [...heard.keys()];
      for (const [who, track] of heard) {
        if (connectionState === 'failed') call.leave(who);
        else call.set(who, track);
      }
    };
    call.listen<ConnectionEvents>(
      {
        on: (name, listener) => connection.addEventListener(name, listener),
        off: (name, listener) => connection.removeEventListener(name, listener),
      },
      { track: look, signalingstatechange: look, connectionstatechange: look },
    );
    return look;
  });
}
