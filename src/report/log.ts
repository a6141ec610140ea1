import { UndertoneError, type Capabilities, type ChannelToneEvent, type ToneEvent, type ToneStream } from 'undertone';
import { buildReport, type ToneReport } from './report.js';
import { SpeakerLog } from './speaker-log.js';

/** Options of `new ToneLog()`. */
export interface ToneLogOptions {
  /** `undertone.capabilities.model`: a report says what it was made with. */
  model: Capabilities['model'];
}

/** Options of `attach()` and `add()`. */
export interface SpeakerOptions {
  /** Who speaks, as the report is to call them. Default: "Speaker 1" and so on; of channels, "Left channel", "Right channel". */
  name?: string;
}

/**
 * What the streams of a call said about it, kept for a report: estimates and times, no audio. Each stream is a speaker, and so is each
 * channel of a recording that is analysed with `channels: 'separate'`. An hour of a speaker takes some 0.7 MB.
 *
 * @example
 * ```ts
 * import type { ToneStream, Undertone } from 'undertone';
 * import { toHtml, ToneLog } from 'undertone/report';
 *
 * function logCall(undertone: Undertone, agent: ToneStream, caller: ToneStream): () => string {
 *   const log = new ToneLog({ model: undertone.capabilities.model });
 *   log.attach(agent, { name: 'Agent' });
 *   log.attach(caller, { name: 'Caller' });
 *   return () => toHtml(log, { title: 'Call 4711' });
 * }
 *
 * async function reportOn(undertone: Undertone, recording: Blob): Promise<string> {
 *   const log = new ToneLog({ model: undertone.capabilities.model });
 *   const consent = { subject: 'agent and caller', purpose: 'quality review', obtainedAt: '2026-11-01' };
 *   for await (const event of undertone.analyzeFile(recording, { consent, channels: 'separate' })) log.add(event);
 *   return toHtml(log);
 * }
 * ```
 */
export class ToneLog {
  readonly #model: Capabilities['model'];
  readonly #speakers = new Map<string, SpeakerLog>();
  /** How to stop following each stream that is followed. */
  readonly #followed = new Map<ToneStream, () => void>();
  /** How to stop hearing of the withdrawal of each speaker that came of a stream. */
  readonly #consents = new Map<SpeakerLog, () => void>();

  /** @throws `bad-options` without a model */
  constructor(options: ToneLogOptions) {
    const model = (options as Partial<ToneLogOptions> | undefined)?.model;
    if (!model)
      throw new UndertoneError('bad-options', 'Pass { model: undertone.capabilities.model }: a report names its model.');
    this.#model = { ...model };
  }

  /**
   * Follows a live stream until it ends or is detached; from its beginning, if it is to be whole. `revoke()` of the stream erases its
   * speaker from the log, after that as well. A stream that is followed already stays as it is.
   * @throws `bad-options` when another stream with the same id has been followed
   */
  attach(stream: ToneStream, options: SpeakerOptions = {}): void {
    if (this.#followed.has(stream)) return;
    const { id } = stream;
    const key = keyOf(id, null);
    if (this.#speakers.has(key))
      throw new UndertoneError('bad-options', `There is a speaker with the id "${id}" already: give each stream its own.`);
    const speaker = this.#speaker(id, null, options);
    const offs = [
      stream.on('tone', (event) => speaker.hear(event)),
      stream.on('state', ({ state }) => speaker.change(state)),
      stream.on('overload', (event) => speaker.drop(event)),
      stream.on('end', ({ reason }) => {
        // A stream whose track has ended may be given another.
        if (reason !== 'track-ended') this.detach(stream);
      }),
    ];
    // Heard of whenever it comes, unless the speaker was forgotten by then.
    const off = stream.on('revoke', () => {
      this.detach(stream);
      this.#erase(key);
    });
    this.#consents.set(speaker, off);
    speaker.change(stream.state);
    this.#followed.set(stream, () => offs.forEach((off) => off()));
  }

  /** Adds an event of a recording, or of a stream that is followed otherwise. Events of one speaker come in their order. */
  add(event: ToneEvent | ChannelToneEvent, options: SpeakerOptions = {}): void {
    this.#speaker(event.id, 'channel' in event ? event.channel : null, options).hear(event);
  }

  /**
   * Stops following `stream`, or all streams. What was logged stays, until `forget()` or the stream's `revoke()`.
   */
  detach(stream?: ToneStream): void {
    for (const [followed, off] of this.#followed) {
      if (stream !== undefined && stream !== followed) continue;
      off();
      this.#followed.delete(followed);
    }
  }

  /** Erases what was logged of the streams or recordings with this id, and stops following them; without one, of all. */
  forget(id?: string): void {
    for (const stream of this.#followed.keys()) if (id === undefined || stream.id === id) this.detach(stream);
    for (const [key, speaker] of this.#speakers) if (id === undefined || speaker.id === id) this.#erase(key);
  }

  /** What the log amounts to so far; `docs/report.md` has the rules. */
  report(): ToneReport {
    return buildReport(this.#model, [...this.#speakers.values()]);
  }

  /** A stream that lives on is to hold nothing of it either. */
  #erase(key: string): void {
    const speaker = this.#speakers.get(key)!;
    this.#speakers.delete(key);
    this.#consents.get(speaker)?.();
    this.#consents.delete(speaker);
  }

  #speaker(id: string, channel: number | null, { name }: SpeakerOptions): SpeakerLog {
    const key = keyOf(id, channel);
    const speaker = this.#speakers.get(key) ?? new SpeakerLog(id, channel, name ?? null);
    this.#speakers.set(key, speaker);
    return speaker;
  }
}

function keyOf(id: string, channel: number | null): string {
  return JSON.stringify([id, channel]);
}
