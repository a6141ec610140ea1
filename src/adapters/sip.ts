import type { CallHub, Emits, FollowedCall } from 'undertone/calls';
import { followPeerConnection } from 'undertone/webrtc';

/** Options of both: what the two ends are called. */
export interface SipOptions {
  /** The other end. Default `remote`. */
  remote?: string;
  /** Follow what this page sends as well, under this name; `true` is the name `local`. Default `false`. */
  local?: boolean | string;
}

/** A `Session` of sip.js, such as an `Inviter` or an `Invitation`, by what is used of it. */
export interface SipSession {
  /** Of the web platform it has a `peerConnection`. */
  readonly sessionDescriptionHandler: object | undefined;
  /** Tells each state. */
  readonly stateChange: {
    /** Adds a listener. */
    addListener(listener: (state: string) => void): void;
    /** Removes it. */
    removeListener(listener: (state: string) => void): void;
  };
}

/** What is listened to of JsSIP. */
export interface JsSipEvents {
  /** There is a connection. */
  peerconnection: [];
  /** Both ends are there. */
  confirmed: [];
  /** The call is over. */
  ended: [];
  /** It never came about. */
  failed: [];
}

/** An `RTCSession` of JsSIP, by what is used of it. */
export interface JsSipSession extends Emits<JsSipEvents> {
  /** There before the first of its events that is listened to, or soon after. */
  readonly connection: object | null | undefined;
}

/**
 * Has the hub follow a call of sip.js: the other end as `remote`, and this one if asked. The end of the session ends the streams.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followSip, type SipSession } from 'undertone/sip';
 *
 * function listenTo(session: SipSession, hub: CallHub): () => Promise<void> {
 *   return followSip(hub, session, { remote: 'customer 4711' });
 * }
 * ```
 * @returns detaches: no listener is left, and the streams end
 */
export function followSip(hub: CallHub, session: SipSession, options: SipOptions = {}): () => Promise<void> {
  const connectionOf = () => {
    const handler = session.sessionDescriptionHandler;
    return handler && 'peerConnection' in handler ? handler.peerConnection : undefined;
  };
  return followLine(hub, options, connectionOf, (call, look) => {
    call.listen<{ state: [state: string] }>(
      {
        on: (_, listener) => session.stateChange.addListener(listener),
        off: (_, listener) => session.stateChange.removeListener(listener),
      },
      { state: (state) => (state === 'Terminated' ? call.close() : look()) },
    );
  });
}

/**
 * Has the hub follow a call of JsSIP: the other end as `remote`, and this one if asked. Hold is silence, and the end of the session
 * ends the streams.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followJsSip, type JsSipSession } from 'undertone/sip';
 *
 * function listenTo(session: JsSipSession, hub: CallHub): () => Promise<void> {
 *   return followJsSip(hub, session, { remote: 'customer 4711' });
 * }
 * ```
 * @returns detaches: no listener is left, and the streams end
 */
export function followJsSip(hub: CallHub, session: JsSipSession, options: SipOptions = {}): () => Promise<void> {
  return followLine(
    hub,
    options,
    () => session.connection,
    (call, look) => {
      const close = () => call.close();
      call.listen<JsSipEvents>(session, { peerconnection: look, confirmed: look, ended: close, failed: close });
    },
  );
}

/** Follows the connection of a session, once there is one, and another in its place; `listen` says when to look for it. */
function followLine(
  hub: CallHub,
  options: SipOptions,
  connectionOf: () => unknown,
  listen: (call: FollowedCall, look: () => void) => void,
): () => Promise<void> {
  let followed: unknown;
  let hangUp = async () => {};
  const detach = hub.follow((call) => {
    const look = () => {
      const connection = connectionOf();
      if (!connection || connection === followed) return;
      followed = connection;
      const before = hangUp;
      hangUp = followPeerConnection(hub, connection as RTCPeerConnection, options);
      void before();
    };
    listen(call, look);
    call.signal.addEventListener('abort', () => void hangUp());
    return look;
  });
  return async () => {
    await detach();
    await hangUp();
  };
}
