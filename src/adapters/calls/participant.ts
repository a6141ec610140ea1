import { UndertoneError, type Consent, type EndEvent, type StreamSummary, type ToneStream, type Undertone } from 'undertone';
import type { CallHubOptions } from './call-hub.js';

/** What a participant needs of the hub. */
export interface Host extends Omit<CallHubOptions, 'onEnd' | 'onError'> {
  readonly undertone: Pick<Undertone, 'analyze'>;
  readonly keepMs: number;
  /** A track has ended, and perhaps there is another that nobody told of. */
  look(): void;
  /** Ends the participant, and forgets them. */
  end(who: string): void;
  onEnd(summary: StreamSummary | null, who: string): void;
  onError(error: UndertoneError, who: string | undefined): void;
}

type Permission = 'unasked' | 'asked' | 'refused' | Consent;

/**
 * One participant: what is wanted of them, and the stream that follows it. Whatever is wanted is only noted; one loop at a time
 * then brings the stream to what was wanted last, so that calls queue and none overtakes another.
 */
export class Participant {
  readonly #who: string;
  readonly #host: Host;
  /** Whoever had the name before, and is ending: two streams of one name never overlap. */
  #before: Participant | undefined;
  #given: MediaStreamTrack | null = null;
  #muted = false;
  #leaving = false;
  #permission: Permission = 'unasked';
  #stream: ToneStream | undefined;
  /** What the stream hears, unless that has ended. */
  #heard: MediaStreamTrack | undefined;
  /** What could not be listened to; nothing else is heard in its place. */
  #failed: MediaStreamTrack | undefined;
  #paused = false;
  /** What was asked last; answers to what was asked before are too late. */
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changes = 0;
  #settling = false;
  #ended: Promise<void> | undefined;

  constructor(who: string, host: Host, before: Participant | undefined) {
    this.#who = who;
    this.#host = host;
    this.#before = before;
  }

  get over(): boolean {
    return this.#ended !== undefined;
  }

  has(track: MediaStreamTrack): boolean {
    return this.#given === track;
  }

  set(track: MediaStreamTrack | null): void {
    if (track === this.#given) return;
    this.#given = track;
    this.#failed = undefined;
    this.#leaving = false;
    this.#wait(undefined);
    this.#settle();
  }

  mute(muted: boolean): void {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.#settle();
  }

  leave(): void {
    if (this.#leaving) return;
    this.set(null);
    this.#leaving = true;
    this.#wait(() => this.#host.end(this.#who));
  }

  ask(): void {
    this.#noticeStop();
    if (this.#stream || this.#permission === 'asked') return;
    this.#permission = 'unasked';
    this.#failed = undefined;
    this.#settle();
  }

  async revoke(): Promise<void> {
    this.#refuse();
    const stream = this.#stream;
    await Promise.all([stream?.revoke(), this.#before?.revoke()]);
    this.#forget(stream, null);
  }

  end(): Promise<void> {
    this.#ended ??= this.#finish();
    return this.#ended;
  }

  async #finish(): Promise<void> {
    this.#wait(undefined);
    this.#question++;
    this.#given = null;
    const stream = this.#stream;
    // One whose track has ended gives no second `end`.
    const summary = await stream?.stop();
    this.#forget(stream, summary ?? null);
    await this.#before?.end();
  }

  /** What is to be heard: an ended track is none. */
  get #wanted(): MediaStreamTrack | undefined {
    return this.#given?.readyState === 'live' ? this.#given : undefined;
  }

  #settle(): void {
    this.#changes++;
    this.#noticeStop();
    // At once: whoever is muted, has left or has handed their track on is not heard a moment longer.
    this.#hush();
    if (this.#given?.readyState === 'ended') this.#miss();
    if (!this.#settling) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.#settling = true;
    await this.#before?.end();
    this.#before = undefined;
    for (let seen = 0; seen !== this.#changes; ) {
      seen = this.#changes;
      const track = this.#given;
      await this.#step().catch((error: unknown) => this.#fail(track, error));
      this.#hush();
    }
    this.#settling = false;
  }

  async #step(): Promise<void> {
    const track = this.#wanted;
    if (this.over || !track || track === this.#heard || track === this.#failed) return;
    if (this.#permission === 'unasked') this.#ask();
    if (typeof this.#permission === 'string') return;
    if (!this.#stream) return this.#begin(track, this.#permission);
    const stream = this.#stream;
    try {
      await stream.replace(track);
    } catch (error) {
      // One that is being stopped is told of otherwise.
      if (this.#stream !== stream || (error instanceof UndertoneError && error.code === 'closed')) return;
      throw error;
    }
    if (this.#stream === stream && stream.state !== 'ended') this.#heard = track;
    this.#noticeStop();
  }

  #begin(track: MediaStreamTrack, consent: Consent): void {
    const { undertone, hopMs, recentMs, onStream } = this.#host;
    const options = {
      id: this.#who,
      consent,
      ...(hopMs !== undefined && { hopMs }),
      ...(recentMs !== undefined && { recentMs }),
    };
    const stream = undertone.analyze(track, options);
    this.#stream = stream;
    this.#heard = track;
    this.#paused = false;
    stream.on('error', (error) => {
      // Tracks end whenever a device is changed: it is an error only if no other comes.
      if (error.code !== 'track-ended') this.#host.onError(error, this.#who);
    });
    stream.on('revoke', () => {
      if (this.#permission === consent) {
        this.#refuse();
        // Where this one had failed, another may have begun with the same consent.
        if (this.#stream !== stream) void this.#stream?.revoke();
      }
      this.#forget(stream, null);
    });
    stream.on('end', (event) => this.#onEnd(stream, event));
    onStream(stream, this.#who);
  }

  #onEnd(stream: ToneStream, { reason, summary }: EndEvent): void {
    if (this.#stream !== stream) return;
    this.#heard = undefined;
    if (reason === 'track-ended') {
      if (this.#given?.readyState !== 'ended') return;
      this.#miss();
      this.#host.look();
      return;
    }
    // The app has ended it by itself, and is not to be asked at the next change of a track.
    if (!this.over && reason === 'stopped') this.#refuse();
    this.#forget(stream, summary);
  }

  /** Between two tracks a stream gives no second `end`: one that the app has stopped there just refuses what it is asked. */
  #noticeStop(): void {
    const stream = this.#stream;
    if (stream?.state !== 'ended') return;
    try {
      if (this.#paused) stream.pause();
      else stream.resume();
    } catch {
      this.#refuse();
      this.#forget(stream, stream.summary);
    }
  }

  /** Gives the SDK time to bring another track for the one that has ended; a muted microphone may be off for long. */
  #miss(): void {
    if (this.#timer !== undefined) return;
    this.#wait(() => {
      this.#host.look();
      if (this.#given?.readyState !== 'ended' || this.#muted) return;
      // Whoever may not be heard is not missed.
      if (this.#permission === 'asked' || this.#permission === 'refused') return;
      const message = `The track of "${this.#who}" has ended, and no other came: they are not heard. Call set() or look() once there is one.`;
      this.#host.onError(new UndertoneError('track-ended', message), this.#who);
    });
  }

  /** Does `then` in `keepMs`, and nothing that was waiting before. */
  #wait(then: (() => void) | undefined): void {
    clearTimeout(this.#timer);
    this.#timer =
      then &&
      setTimeout(() => {
        this.#timer = undefined;
        then();
      }, this.#host.keepMs);
  }

  /** Pauses what may not be heard, and lets the rest be heard; after a failed or unfinished change of the track that is nothing. */
  #hush(): void {
    const stream = this.#stream;
    if (!stream) return;
    const wanted = this.#wanted;
    const pause = this.#muted || !wanted || wanted === this.#failed || (this.#paused && wanted !== this.#heard);
    if (pause === this.#paused) return;
    try {
      if (pause) stream.pause();
      else stream.resume();
      this.#paused = pause;
    } catch {
      // The app has stopped it; its end is told in a moment.
    }
  }

  #ask(): void {
    const question = ++this.#question;
    this.#permission = 'asked';
    const answered = (permission: Permission) => {
      if (question !== this.#question) return;
      this.#permission = permission;
      // There was no stream that would have told.
      if (this.#given?.readyState === 'ended') this.#host.look();
      this.#settle();
    };
    new Promise<Awaited<ReturnType<Host['consentOf']>>>((resolve) => resolve(this.#host.consentOf(this.#who))).then(
      (consent) => answered(consent || 'refused'),
      (cause: unknown) => {
        if (question !== this.#question) return;
        answered('refused');
        const message = `consentOf("${this.#who}") has failed, which counts as a no. Call ask() to ask anew.`;
        this.#host.onError(new UndertoneError('consent-required', message, { cause }), this.#who);
      },
    );
  }

  #refuse(): void {
    this.#question++;
    this.#permission = 'refused';
  }

  #forget(stream: ToneStream | undefined, summary: StreamSummary | null): void {
    if (!stream || this.#stream !== stream) return;
    this.#stream = undefined;
    this.#heard = undefined;
    this.#host.onEnd(summary, this.#who);
  }

  #fail(track: MediaStreamTrack | null, error: unknown): void {
    this.#failed = track ?? undefined;
    this.#host.onError(UndertoneError.from(error, 'bad-source', `"${this.#who}" cannot be heard.`), this.#who);
  }
}
