/** All four elements, fed by hand. What the tests need of modules is put where they can reach it. */
import type { Estimate, StreamEvents, StreamState, StreamSummary, ToneEvent } from 'undertone';
import { defineElements, type ToneSource } from 'undertone/elements';

const LABELS = ['negative', 'neutral', 'positive'] as const;

function estimate(end: number, shares?: [number, number, number]): Estimate {
  const [negative = 0, neutral = 0, positive = 0] = shares ?? [];
  const loudest = Math.max(negative, neutral, positive);
  const label = LABELS.find((_, i) => shares?.[i] === loudest) ?? null;
  const scores = shares ? { negative, neutral, positive } : null;
  return {
    start: Math.max(0, end - 5),
    end,
    speechSeconds: shares ? 5 : 0,
    label,
    scores,
    reason: label ? null : 'too-little-speech',
  };
}

/** The event at the end of hop `i`; in each fifth nobody speaks. */
function toneEvent(i: number, gapSeconds = 0): ToneEvent {
  const end = 2.5 * (i + 1) + gapSeconds;
  const silent = i % 5 === 4;
  const negative = 0.2 + 0.5 * Math.sin(i / 6) ** 2;
  const now = estimate(end, silent ? undefined : [negative, (1 - negative) / 3, (2 * (1 - negative)) / 3]);
  const base = { id: 'caller', latencyMs: 0, inferenceMs: 1, provider: 'wasm', timeOrigin: 0, gapSeconds } as const;
  return {
    ...base,
    window: now,
    recent: estimate(end, [0.2, 0.5, 0.3]),
    call: estimate(end, [0.3, 0.4, 0.3]),
    speech: silent ? 0.02 : 0.9,
  };
}

/** A stream that says what it is told, and knows who listens. */
function puppet() {
  const listeners = new Map<string, Set<(event: never) => void>>();
  const nothing: StreamSummary = {
    id: 'caller',
    recent: estimate(0),
    call: estimate(0),
    duration: 0,
    windows: 0,
    droppedWindows: 0,
    timeOrigin: null,
  };
  const stream: ToneSource & { state: StreamState; summary: StreamSummary; revoked: number; revoke(): Promise<void> } = {
    state: 'loading',
    summary: nothing,
    revoked: 0,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    async revoke() {
      stream.revoked++;
      stream.summary = nothing;
      stream.state = 'ended';
      tell('revoke', { id: 'caller' });
    },
  };
  function tell<Name extends keyof StreamEvents>(name: Name, event: StreamEvents[Name]): void {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  }
  return {
    stream,
    tell,
    setState(state: StreamState) {
      const previous = stream.state;
      stream.state = state;
      tell('state', { id: 'caller', state, previous });
    },
    listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

const timeline = document.querySelector('undertone-timeline')!;
// Before it is defined: the property must not be lost.
Object.assign(timeline, { events: Array.from({ length: 48 }, (_, i) => toneEvent(i)) });
defineElements();
const peaks = Array.from({ length: 300 }, (_, i) => Math.abs(Math.sin(i / 7)));
timeline.waveform = { duration: 120, peaks };

Object.assign(globalThis, { estimate, toneEvent, puppet, ready: true });
