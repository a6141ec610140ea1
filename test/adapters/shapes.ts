/**
 * The SDKs' own objects are what the adapters take: `npm run types` fails where an SDK has renamed an event or a property.
 * `lib-jitsi-meet` is not here: what npm has of it is old and without types.
 */
import type { AudioVideoFacade, DefaultDeviceController } from 'amazon-chime-sdk-js';
import type { IAgoraRTCClient } from 'agora-rtc-sdk-ng';
import type { DailyCall as Daily } from '@daily-co/daily-js';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Room as LiveKit } from 'livekit-client';
import type { types as Mediasoup } from 'mediasoup-client';
import type { MediaConnection } from 'peerjs';
import type { Invitation, Inviter, Session } from 'sip.js';
import type { Call } from '@twilio/voice-sdk';
import type { Room as Twilio } from 'twilio-video';
import type { Publisher, Subscriber } from '@vonage/client-sdk-video';
import type { Emits } from 'undertone/calls';
import type { AgoraClient } from 'undertone/agora';
import type { ChimeAudioVideo, ChimeDevices } from 'undertone/chime';
import type { DailyCall } from 'undertone/daily';
import type { LiveKitRoom } from 'undertone/livekit';
import type { MediasoupMedia } from 'undertone/mediasoup';
import type { JsSipSession, SipSession } from 'undertone/sip';
import type { TwilioCall, TwilioRoom } from 'undertone/twilio';
import type { VonagePublisher, VonageSubscriber } from 'undertone/vonage';

/** Compiles where each of `Theirs` is one of `Ours`. */
type Fits<Ours, Theirs extends Ours> = Theirs;

export type Shapes = [
  Fits<LiveKitRoom, LiveKit>,
  Fits<ChimeAudioVideo, AudioVideoFacade>,
  Fits<ChimeDevices, DefaultDeviceController>,
  Fits<DailyCall, Daily>,
  Fits<TwilioRoom, Twilio>,
  Fits<TwilioCall, Call>,
  Fits<VonageSubscriber, Subscriber>,
  Fits<VonagePublisher, Publisher>,
  Fits<AgoraClient, IAgoraRTCClient>,
  Fits<SipSession, Session | Invitation | Inviter>,
  Fits<JsSipSession, RTCSession>,
  Fits<MediasoupMedia, Mediasoup.Consumer | Mediasoup.Producer>,
  Fits<RTCPeerConnection, MediaConnection['peerConnection']>,
];

type Unknown = Emits<{ noSuchEvent: [] }>;
type Wrong = Emits<{ participantDisconnected: [number] }>;

/** The emitters whose types know their events by name; those of Agora, Vonage and Twilio's voice take any text. */
export type Misfits = [
  // @ts-expect-error No such event.
  Fits<Unknown, LiveKit>,
  // @ts-expect-error No such event.
  Fits<Unknown, Daily>,
  // @ts-expect-error No such event.
  Fits<Unknown, Twilio>,
  // @ts-expect-error No such event.
  Fits<Unknown, RTCSession>,
  // @ts-expect-error No such event.
  Fits<Unknown, Mediasoup.Consumer['observer']>,
  // @ts-expect-error The event tells something else.
  Fits<Wrong, LiveKit>,
  // @ts-expect-error The event tells something else.
  Fits<Wrong, Twilio>,
];
