import { UndertoneError, type ToneStream, type Undertone } from 'undertone';
import type { CallHub, CallHubOptions } from './calls/call-hub.js';
import type { FollowedCall } from './calls/followed-call.js';
import { Follower } from './calls/follower.js';
import { Participant, type Host } from './calls/participant.js';

export type { CallHub, CallHubOptions, ConsentAnswer } from './calls/call-hub.js';
export type { Emits, EventsOf, FollowedCall, Listening } from './calls/followed-call.js';

/** Long enough for a reconnect or another microphone, and too short for somebody else to take the name. */
const KEEP_MS = 15_000;

/** The longest that a timer of the browser's can wait. */
const MOST_MS = 2 ** 31 - 1;

/** The app's listeners do not harm the hub. */
function notify(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    reportError(error);
  }
}

class Hub implements CallHub {
  readonly streams = new Map<string, ToneStream>();
  readonly #host: Host;
  readonly #participants = new Map<string, Participant>();
  readonly #followers = new Set<Follower>();
  /** Which adapter has set somebody last; none if the app has. */
  readonly #owners = new Map<string, Follower>();

  constructor(undertone: Pick<Undertone, 'analyze'>, { keepMs = KEEP_MS, ...options }: CallHubOptions) {
    this.#host = {
      ...options,
      undertone,
      keepMs,
      look: () => this.look(),
      end: (who) => void this.end(who),
      onStream: (stream, who) => {
        this.streams.set(who, stream);
        notify(() => options.onStream(stream, who));
      },
      onEnd: (summary, who) => {
        this.streams.delete(who);
        notify(() => options.onEnd?.(summary, who));
      },
      onError: (error, who) => {
        if (options.onError) notify(() => options.onError?.(error, who));
        else reportError(error);
      },
    };
  }

  set(who: string, track: MediaStreamTrack | null): void {
    this.#set(who, track, undefined);
  }

  mute(who: string, muted: boolean): void {
    if (muted || this.#participants.has(who)) this.#of(who).mute(muted);
  }

  leave(who: string): void {
    const participant = this.#participants.get(who);
    if (!participant?.over) participant?.leave();
  }

  async end(who?: string): Promise<void> {
    const names = who === undefined ? [...this.#participants.keys()] : [who];
    await Promise.all(names.map((name) => this.#end(name)));
  }

  ask(who: string): void {
    this.#of(who).ask();
  }

  async revoke(who: string): Promise<void> {
    await this.#of(who).revoke();
  }

  look(): void {
    for (const follower of this.#followers) follower.look();
  }

  follow(adapter: (call: FollowedCall) => () => void): () => Promise<void> {
    const owns = (who: string) => this.#owners.get(who) === follower;
    const follower: Follower = new Follower({
      set: (who, track) => (track || owns(who)) && this.#set(who, track, follower),
      mute: (who, muted) => owns(who) && this.mute(who, muted),
      leave: (who) => owns(who) && this.leave(who),
      end: (who) => this.end(who),
      mine: () => [...this.#owners.keys()].filter(owns),
      fail: (error, who) => this.#host.onError(UndertoneError.from(error, 'bad-source', 'The call cannot be followed.'), who),
      onClosed: () => this.#followers.delete(follower),
    });
    this.#followers.add(follower);
    try {
      follower.start(adapter);
    } catch (error) {
      throw UndertoneError.from(error, 'bad-options', 'The adapter was given something else than the call that it follows.');
    }
    return () => follower.detach();
  }

  #set(who: string, track: MediaStreamTrack | null, owner: Follower | undefined): void {
    if (!track && !this.#participants.has(who)) return;
    if (track) {
      for (const [other, participant] of this.#participants) if (other !== who && participant.has(track)) participant.set(null);
      if (owner) this.#owners.set(who, owner);
      else this.#owners.delete(who);
    }
    this.#of(who).set(track);
  }

  /** Whoever has the name; somebody new once the one before has ended. */
  #of(who: string): Participant {
    const there = this.#participants.get(who);
    if (there && !there.over) return there;
    const participant = new Participant(who, this.#host, there);
    this.#participants.set(who, participant);
    return participant;
  }

  async #end(who: string): Promise<void> {
    this.#owners.delete(who);
    const participant = this.#participants.get(who);
    await participant?.end();
    if (this.#participants.get(who) === participant) this.#participants.delete(who);
  }
}

/**
 * Makes a hub: it follows who speaks in a call and with which track, and has each of them analysed, after consent. Adapters tell it
 * (`undertone/livekit` and its like), or the app, by `set()`, `mute()`, `leave()` and `end()`.
 *
 * @example
 * ```ts
 * import { createUndertone } from 'undertone';
 * import { createCallHub } from 'undertone/calls';
 *
 * const hub = createCallHub(await createUndertone(), {
 *   consentOf: (who) => (confirm(`May ${who} be analysed?`) ? { subject: who, purpose: 'coaching', obtainedAt: new Date() } : null),
 *   onStream: (stream) => stream.on('tone', ({ id, recent }) => console.log(id, recent.label)),
 *   onEnd: (summary, who) => console.log(who, summary?.call.label),
 *   onError: ({ code, message }, who) => console.warn(who, code, message),
 * });
 * declare const call: RTCPeerConnection;
 * call.addEventListener('track', ({ track }) => track.kind === 'audio' && hub.set('customer 4711', track));
 * document.addEventListener('click', () => hub.end(), { once: true });
 * ```
 * @param undertone what analyses; the hub leaves it open
 * @throws `bad-options`, `consent-required` where there is no `consentOf`
 */
export function createCallHub(undertone: Pick<Undertone, 'analyze'>, options: CallHubOptions): CallHub {
  if (typeof options?.consentOf !== 'function')
    throw new UndertoneError('consent-required', 'Pass consentOf: who is analysed is asked of it, one participant at a time.');
  if (typeof options.onStream !== 'function')
    throw new UndertoneError('bad-options', 'Pass onStream: it is given the stream of each participant, to listen to.');
  const { keepMs = 0 } = options;
  if (!(typeof keepMs === 'number' && keepMs >= 0 && keepMs <= MOST_MS))
    throw new UndertoneError('bad-options', `keepMs must be a number between 0 and ${MOST_MS}, not ${JSON.stringify(keepMs)}.`);
  return new Hub(undertone, options);
}
