import type { CallHub, Emits } from 'undertone/calls';

/** What is listened to of a subscriber. */
export interface VonageSubscriberEvents {
  /** Its media are there, or others. */
  mediaStreamAvailable: [event: { readonly mediaStream: MediaStream }];
  /** It is over. */
  destroyed: [];
}

/** A `Subscriber` of `@vonage/client-sdk-video` or `@opentok/client`, by what is used of it. */
export interface VonageSubscriber extends Emits<VonageSubscriberEvents> {
  /** Holds its video element. */
  readonly element?: Element | undefined;
}

/** What is listened to of a publisher. */
export interface VonagePublisherEvents {
  /** Its media are there. */
  mediaStreamAvailable: [];
  /** Another microphone was chosen. */
  audioInputDeviceChanged: [];
  /** It is over. */
  destroyed: [];
}

/** A `Publisher` of the same, by what is used of it. */
export interface VonagePublisher extends Emits<VonagePublisherEvents> {
  /** What it sends. */
  getAudioSource(): MediaStreamTrack | null | undefined;
}

/**
 * Has the hub follow a subscriber of Vonage (OpenTok) as `who`: the session does not say what the app has subscribed to. When it is
 * destroyed, `who` leaves; with the next subscriber under the same name they go on.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followVonageSubscriber, type VonageSubscriber } from 'undertone/vonage';
 *
 * function listenTo(subscriber: VonageSubscriber, hub: CallHub): () => Promise<void> {
 *   return followVonageSubscriber(hub, subscriber, 'customer 4711');
 * }
 * ```
 * @returns detaches: no listener is left, and the stream ends
 */
export function followVonageSubscriber(hub: CallHub, subscriber: VonageSubscriber, who: string): () => Promise<void> {
  return hub.follow((call) => {
    let media = mediaOf(subscriber.element);
    const look = () => call.set(who, media?.getAudioTracks()[0] ?? null);
    call.listen<VonageSubscriberEvents>(subscriber, {
      mediaStreamAvailable: ({ mediaStream }) => {
        media = mediaStream;
        look();
      },
      destroyed: () => call.close(),
    });
    return look;
  });
}

/** What it plays already: the subscriber itself does not say. */
function mediaOf(element: Element | undefined): MediaStream | undefined {
  const media = element?.querySelector('video')?.srcObject;
  return media instanceof MediaStream ? media : undefined;
}

/**
 * Has the hub follow this page's publisher as `who`. After `setAudioSource()` with a track of the app's own that leaves the old one
 * live, call `hub.look()`: it has no event.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followVonagePublisher, type VonagePublisher } from 'undertone/vonage';
 *
 * function listenTo(publisher: VonagePublisher, hub: CallHub): () => Promise<void> {
 *   return followVonagePublisher(hub, publisher, 'agent 7');
 * }
 * ```
 * @returns detaches: no listener is left, and the stream ends
 */
export function followVonagePublisher(hub: CallHub, publisher: VonagePublisher, who: string): () => Promise<void> {
  return hub.follow((call) => {
    const look = () => call.set(who, publisher.getAudioSource() ?? null);
    call.listen<VonagePublisherEvents>(publisher, {
      mediaStreamAvailable: look,
      audioInputDeviceChanged: look,
      destroyed: () => call.close(),
    });
    return look;
  });
}
