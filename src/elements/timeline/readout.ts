import type { StreamState, ToneEvent } from 'undertone';
import type { Stretch } from '../parts/feed.js';
import type { Words } from '../texts/words.js';
import { clock } from './range.js';

/** A moment in words: its time, its tone or why there is none, and speech; and why nothing new comes, where that is so. */
export function describeAt(
  events: readonly ToneEvent[],
  over: Stretch,
  time: number,
  state: StreamState | null,
  words: Words,
): string {
  const event = events.find(({ window }) => window.end > time) ?? events.at(-1);
  const held = state === null || state === 'running' || state === 'ended' ? [] : [words.say(state)];
  if (!event) return held[0] ?? words.say('nothing-yet');
  const { label, scores, reason } = event[over];
  const tone = label && scores ? `${words.say(label)} ${words.percent(scores[label])}` : words.say(reason ?? 'too-little-speech');
  const speech = `${words.say('speech')} ${words.percent(event.speech)}`;
  return [clock(time), `${words.say(over)}: ${tone}`, speech, ...held].join(' · ');
}
