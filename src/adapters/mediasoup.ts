import type { CallHub, Emits } from 'undertone/calls';

/** What is listened to. */
export interface MediasoupEvents {
  /** This end has paused it. */
  pause: [];
  /** It goes on. */
  resume: [];
  /** Its track has ended. */
  trackended: [];
  /** It is closed, or its transport is. */
  close: [];
}

/** A `Consumer` or a `Producer` of mediasoup-client, by what is used of it. */
export interface MediasoupMedia {
  /** A producer's may change, or be missing. */
  readonly track: MediaStreamTrack | null;
  /** By this end. */
  readonly paused: boolean;
  /** For good. */
  readonly closed: boolean;
  /** What tells of it. */
  readonly observer: Emits<MediasoupEvents>;
}

/**
 * Has the hub follow a mediasoup consumer, or a producer, as `who`: mediasoup does not know who is behind it. Close it, and `who`
 * leaves; with the next consumer under the same name, say of a new transport, they go on.
 *
 * After `producer.replaceTrack()` without `stopTracks`, call `hub.look()`: it has no event.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followMediasoup, type MediasoupMedia } from 'undertone/mediasoup';
 *
 * function listenTo(consumer: MediasoupMedia, hub: CallHub): () => Promise<void> {
 *   return followMediasoup(hub, consumer, 'customer 4711');
 * }
 * ```
 * @returns detaches: no listener is left, and the stream ends
 */
export function followMediasoup(hub: CallHub, media: MediasoupMedia, who: string): () => Promise<void> {
  return hub.follow((call) => {
    const look = () => {
      if (media.closed) return call.close();
      call.set(who, media.track);
      call.mute(who, media.paused);
    };
    call.listen<MediasoupEvents>(media.observer, { pause: look, resume: look, trackended: look, close: look });
    return look;
  });
}
