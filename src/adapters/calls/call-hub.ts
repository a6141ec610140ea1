import type { AnalyzeOptions, Consent, StreamSummary, ToneStream, UndertoneError } from 'undertone';
import type { FollowedCall } from './followed-call.js';

/** What `consentOf()` says of somebody: their record, or that there is none. */
export type ConsentAnswer = Consent | null | undefined | false;

/** Options of `createCallHub()`: whom it may analyse, and who hears of it. */
export interface CallHubOptions extends Pick<AnalyzeOptions, 'hopMs' | 'recentMs'> {
  /**
   * Asked once for each participant who has audio, before any of it is analysed. Their record lets them be analysed; anything else
   * does not, until `ask()`. It may take its time: a promise that is fulfilled when they agree. Rejected, it counts as a no.
   */
  consentOf(who: string): ConsentAnswer | Promise<ConsentAnswer>;
  /** Somebody is analysed from now on. The stream's `id` is `who`; listen to its `tone` and `state`. It stays the same when the track changes. */
  onStream(stream: ToneStream, who: string): void;
  /** A stream has ended for good, with what remains of it: `null` after `revoke()`. A stream's own `end` may be followed by another track. */
  onEnd?(summary: StreamSummary | null, who: string): void;
  /**
   * Each failure, of streams too. Where there is no such function, it is reported to the page (`reportError`). A code `track-ended`
   * says that the SDK brought no other track within `keepMs`: that participant is no longer heard.
   */
  onError?(error: UndertoneError, who: string | undefined): void;
  /** How long somebody who has left may be back under the same name and go on, in ms; from 0. Default 15,000. */
  keepMs?: number;
}

/**
 * Who speaks in a call, by whatever name the app knows them, and which track is theirs at the moment. Made by `createCallHub()`.
 * Calls may come at any time and in any order: of several the last one counts. Failures go to `onError`: none of
 * them throws but `follow()`.
 */
export interface CallHub {
  /** Who is analysed at the moment, by name. */
  readonly streams: ReadonlyMap<string, ToneStream>;
  /**
   * Says whose track this is: theirs is analysed from now on, after consent, and goes on with the same estimates if they had another
   * one. `null`: they have none at present, and nothing of them is heard. A track has one speaker: it is taken from whoever had it.
   */
  set(who: string, track: MediaStreamTrack | null): void;
  /** Says that somebody is muted, or not any more. Muted, they are `paused`, which costs nothing. */
  mute(who: string, muted: boolean): void;
  /** Somebody has left, or their connection is lost: nothing of them is heard, and their stream ends in `keepMs` unless they are set again. */
  leave(who: string): void;
  /** Ends somebody's stream at once, or all of them. Resolves when their last words are analysed and `onEnd` was called. */
  end(who?: string): Promise<void>;
  /** Asks `consentOf()` anew after a no, after `revoke()`, or after a stream that failed or that the app has stopped. */
  ask(who: string): void;
  /** They withdraw their consent: ends at once and erases their estimates. Nothing of them is analysed until `ask()`, or until they left. */
  revoke(who: string): Promise<void>;
  /** Has all adapters look again who is there with which track: for changes that an SDK tells nobody of. docs/adapters.md says which. */
  look(): void;
  /**
   * Lets an adapter of your own follow a call. `adapter` starts to listen and returns a function that says, through `call`, who is
   * there now with which track; that one is called at once, and whenever a track of theirs has ended without another.
   * @returns detaches: removes all listeners, and ends the streams of whom this adapter has set; a second call does nothing more
   * @throws `bad-options` where the adapter was given something else than the call that it follows
   */
  follow(adapter: (call: FollowedCall) => () => void): () => Promise<void>;
}
