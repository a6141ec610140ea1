import type { CallHub, Emits } from 'undertone/calls';

/** Somebody in a call of Daily. */
export interface DailyParticipant {
  /** By which the hub knows them; another one each time that they join. */
  readonly session_id: string;
  /** Whether it is this page. */
  readonly local: boolean;
  /** What they send. */
  readonly tracks: {
    /** Their microphone. */
    readonly audio: {
      /** `off` and `blocked` count as muted. */
      readonly state: string;
      /** There while it is subscribed to. */
      readonly persistentTrack?: MediaStreamTrack | undefined;
    };
  };
}

/** What is listened to. */
export interface DailyEvents {
  /** This page has joined. */
  'joined-meeting': [];
  /** Somebody else has. */
  'participant-joined': [];
  /** Somebody is muted, or not any more, or has another track. */
  'participant-updated': [];
  /** Another track is heard. */
  'track-started': [];
  /** It is not any more. */
  'track-stopped': [];
  /** They left. */
  'participant-left': [event: { readonly participant: { readonly session_id: string } }];
  /** The call is over. */
  'left-meeting': [];
}

/** A call object of `@daily-co/daily-js`, by what is used of it. Prebuilt calls keep their tracks in a frame of their own. */
export interface DailyCall extends Emits<DailyEvents> {
  /** Everybody, this page too. */
  participants(): Readonly<Record<string, DailyParticipant>>;
}

/**
 * Has the hub follow the microphones in a call of Daily, each by the participant's `session_id`; whoever is there already, too.
 *
 * @example
 * ```ts
 * import type { CallHub } from 'undertone/calls';
 * import { followDaily, type DailyCall } from 'undertone/daily';
 *
 * function listenTo(call: DailyCall, hub: CallHub): () => Promise<void> {
 *   return followDaily(hub, call);
 * }
 * ```
 * @param options `local`: follow this page's microphone too; default `false`
 * @returns detaches: no listener is left, and these participants' streams end
 */
export function followDaily(
  hub: CallHub,
  dailyCall: DailyCall,
  { local = false }: { local?: boolean } = {},
): () => Promise<void> {
  return hub.follow((call) => {
    const look = () => {
      for (const participant of Object.values(dailyCall.participants())) {
        if (participant.local && !local) continue;
        const { state, persistentTrack } = participant.tracks.audio;
        call.set(participant.session_id, persistentTrack ?? null);
        call.mute(participant.session_id, state === 'off' || state === 'blocked');
      }
    };
    call.listen<DailyEvents>(dailyCall, {
      'joined-meeting': look,
      'participant-joined': look,
      'participant-updated': look,
      'track-started': look,
      'track-stopped': look,
      'participant-left': ({ participant }) => call.leave(participant.session_id),
      'left-meeting': () => call.end(),
    });
    return look;
  });
}
