import type { Capabilities, Estimate, Label, NoLabelReason, Scores } from 'undertone';
import type { Hop, SpeakerLog, UnheardReason } from './speaker-log.js';
import { findOverlap, findUnheard, type OverlapBounds, type Unheard } from './stretches.js';
import { findTurningPoints, type TurningPoint } from './turning-points.js';

/** Changes when a program that reads reports has to change. */
export const SCHEMA = 'undertone-report/1';

/** What a call amounts to: the shape of `toJson()`. Times are seconds of the call, and go from 0. */
export interface ToneReport {
  /** Name and version of this shape; another version has other fields. */
  readonly schema: 'undertone-report/1';
  /** When this report was made, ISO 8601. */
  readonly createdAt: string;
  /** Time of day of second 0, ISO 8601; `null` of recordings, which do not say when they were made. */
  readonly startedAt: string | null;
  /** End of the last window of any speaker. */
  readonly duration: number;
  /** What judged the tone. */
  readonly model: Capabilities['model'];
  /** In the order in which they were added. */
  readonly speakers: readonly SpeakerReport[];
  /** One of each pair of speakers. */
  readonly overlaps: readonly Overlap[];
}

/** One speaker of a call. */
export interface SpeakerReport {
  /** Of the stream or the recording. */
  readonly id: string;
  /** Of a recording whose channels are a speaker each; otherwise `null`. */
  readonly channel: number | null;
  /** As given, or "Speaker 1" and so on. */
  readonly name: string;
  /** Where the log of the stream begins. */
  readonly start: number;
  /** Where its last window ends. */
  readonly end: number;
  /** Seconds of speech that could be judged, without the pauses between words. */
  readonly talkSeconds: number;
  /** Their part of all speakers' `talkSeconds`, in [0, 1]; `null` where nobody spoke. */
  readonly talkShare: number | null;
  /** The tone of the whole call, as the last `tone` event has it. */
  readonly call: ToneOfStretch;
  /** Where the last 30 s' label changed and stayed. */
  readonly turningPoints: readonly TurningPoint[];
  /** Stretches of which nothing was heard, oldest first. */
  readonly unheard: readonly Unheard[];
  /** Seconds of `unheard` by reason; reasons that did not come up are missing. */
  readonly unheardSeconds: Readonly<Partial<Record<UnheardReason, number>>>;
  /** Windows that were dropped under load. */
  readonly droppedWindows: number;
  /** Every window, oldest first. */
  readonly windows: readonly WindowReport[];
}

/** How a stretch sounds; silence is not neutral. */
export interface ToneOfStretch {
  /** `null` where there is too little speech to say. */
  readonly label: Label | null;
  /** Sum to 1; `null` exactly when `label` is. */
  readonly scores: Scores | null;
  /** Why there is no label; `null` exactly when there is one. */
  readonly reason: NoLabelReason | null;
  /** Seconds of speech that this rests on. */
  readonly speechSeconds: number;
}

/** One window of one speaker. */
export interface WindowReport {
  /** First second of the window. */
  readonly start: number;
  /** Where the audio begins that no window before it had. */
  readonly freshStart: number;
  /** Last second. */
  readonly end: number;
  /** Probability in [0, 1] that it holds speech. */
  readonly speech: number;
  /** Seconds of speech in its fresh part; they add up to `talkSeconds`. */
  readonly freshSpeechSeconds: number;
  /** Why nothing was heard of its fresh part; `null` where something was. */
  readonly unheard: UnheardReason | null;
  /** The window's tone. */
  readonly window: ToneOfStretch;
  /** The tone of the last 30 s of speech. */
  readonly recent: ToneOfStretch;
}

/** How long two speakers spoke at once. */
export interface Overlap extends OverlapBounds {
  /** Their places in `speakers`. */
  readonly speakers: readonly [number, number];
}

const SIDES = ['Left channel', 'Right channel'];

export function buildReport(model: Capabilities['model'], logs: readonly SpeakerLog[]): ToneReport {
  const origins = logs.flatMap(({ timeOrigin }) => timeOrigin ?? []);
  const origin = origins.length > 0 ? Math.min(...origins) : null;
  const offsets = logs.map(({ timeOrigin }) => (timeOrigin === null || origin === null ? 0 : (timeOrigin - origin) / 1000));
  const talk = logs.reduce((sum, log) => sum + talkSecondsOf(log), 0);
  const speakers = logs.map((log, i) => reportSpeaker(log, i, offsets[i]!, talk));
  return {
    schema: SCHEMA,
    createdAt: new Date().toISOString(),
    startedAt: origin === null ? null : new Date(origin).toISOString(),
    duration: Math.max(0, ...speakers.map(({ end }) => end)),
    model,
    speakers,
    overlaps: logs.flatMap((a, i) =>
      logs.slice(i + 1).map((b, after): Overlap => {
        const k = i + 1 + after;
        return { speakers: [i, k], ...findOverlap(a.hops, b.hops, [offsets[i]!, offsets[k]!]) };
      }),
    ),
  };
}

function reportSpeaker(log: SpeakerLog, index: number, offset: number, talk: number): SpeakerReport {
  const { id, channel, name, hops, call, droppedWindows } = log;
  const talkSeconds = talkSecondsOf(log);
  const unheard = findUnheard(hops, offset);
  const unheardSeconds: Partial<Record<UnheardReason, number>> = {};
  for (const { reason, from, to } of unheard) unheardSeconds[reason] = (unheardSeconds[reason] ?? 0) + to - from;
  return {
    id,
    channel,
    name: name ?? (channel === null ? `Speaker ${index + 1}` : (SIDES[channel] ?? `Channel ${channel + 1}`)),
    start: offset + (hops[0]?.before ?? 0),
    end: offset + (hops.at(-1)?.to ?? 0),
    talkSeconds,
    talkShare: talk > 0 ? talkSeconds / talk : null,
    call: call ? toneOf(call) : { label: null, scores: null, reason: 'too-little-speech', speechSeconds: 0 },
    turningPoints: findTurningPoints(hops, offset),
    unheard,
    unheardSeconds,
    droppedWindows,
    windows: hops.map((hop) => reportWindow(hop, offset)),
  };
}

function talkSecondsOf({ hops }: SpeakerLog): number {
  return hops.reduce((sum, { speechSeconds }) => sum + speechSeconds, 0);
}

function reportWindow({ from, to, speech, speechSeconds, silent, window, recent }: Hop, offset: number): WindowReport {
  return {
    start: offset + window.start,
    freshStart: offset + from,
    end: offset + to,
    speech,
    freshSpeechSeconds: speechSeconds,
    unheard: silent,
    window: toneOf(window),
    recent: toneOf(recent),
  };
}

function toneOf({ label, scores, reason, speechSeconds }: Estimate): ToneOfStretch {
  return { label, scores, reason, speechSeconds };
}
