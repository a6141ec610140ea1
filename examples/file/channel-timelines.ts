import type { ChannelToneEvent, ToneEvent } from 'undertone';
import type { UndertoneTimeline, Waveform } from 'undertone/elements';
import { element } from '../shared/dom.js';

const SIDES = ['Left channel', 'Right channel'];

export interface ChannelTimelines {
  readonly element: HTMLElement;
  /** Draws one event more; of separate channels, under the others. */
  add(event: ToneEvent | ChannelToneEvent, duration: number): void;
  /** Draws the waveforms, once they are known. */
  show(readWaveform: (channel: number) => Promise<Waveform | null>): Promise<void>;
  clear(): void;
}

/** A timeline of the mixed recording, or of each of its channels. */
export function createChannelTimelines(name: string, player: HTMLAudioElement): ChannelTimelines {
  const container = element('div', { class: 'stack' });
  const timelines: UndertoneTimeline[] = [];

  const addTimeline = (title: string | undefined): UndertoneTimeline => {
    const timeline = element('undertone-timeline', { subject: title ? `${name}, ${title.toLowerCase()}` : name, player });
    if (title) container.append(element('h3', {}, title));
    container.append(timeline);
    return timeline;
  };

  return {
    element: container,
    add(event, duration) {
      const channel = 'channel' in event ? event.channel : undefined;
      const index = channel ?? 0;
      timelines[index] ??= addTimeline(channel === undefined ? undefined : (SIDES[channel] ?? `Channel ${channel + 1}`));
      timelines[index].add(event);
      for (const timeline of timelines) timeline.duration = duration;
    },
    async show(readWaveform) {
      for (const [channel, timeline] of [...timelines].entries()) timeline.waveform = await readWaveform(channel);
    },
    clear() {
      timelines.length = 0;
      container.replaceChildren();
    },
  };
}
