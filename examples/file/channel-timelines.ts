import type { ChannelToneEvent, ToneEvent } from 'undertone';
import { element } from '../shared/dom.js';
import { createTimelineView, type TimelineView } from '../shared/timeline-view.js';
import type { Waveform } from '../shared/waveform.js';

const SIDES = ['Left channel', 'Right channel'];

/** The mixed recording, or one of its channels. */
interface Row {
  readonly view: TimelineView;
  readonly events: ToneEvent[];
  waveform: Waveform | null;
}

export interface ChannelTimelines {
  readonly element: HTMLElement;
  /** Draws one event more; of separate channels, under the others. */
  add(event: ToneEvent | ChannelToneEvent, duration: number): void;
  /** Draws the waveforms, once they are known. */
  show(readWaveform: (channel: number) => Promise<Waveform | null>): Promise<void>;
  clear(): void;
}

/** A timeline of a recording, or of each of its channels. */
export function createChannelTimelines(name: string, player: HTMLAudioElement): ChannelTimelines {
  const container = element('div', { class: 'stack' });
  const rows: Row[] = [];
  let length = 0;

  const draw = ({ view, events, waveform }: Row) => view.update({ duration: length, events, waveform });
  const rowOf = (event: ToneEvent | ChannelToneEvent): Row => {
    const channel = 'channel' in event ? event.channel : undefined;
    const index = channel ?? 0;
    rows[index] ??= addRow(channel === undefined ? undefined : (SIDES[channel] ?? `Channel ${channel + 1}`));
    return rows[index];
  };
  const addRow = (title: string | undefined): Row => {
    const view = createTimelineView(title ? `${name}, ${title.toLowerCase()}` : name, player);
    if (title) container.append(element('h3', {}, title));
    container.append(view.element);
    return { view, events: [], waveform: null };
  };

  return {
    element: container,
    add(event, duration) {
      length = duration;
      const row = rowOf(event);
      row.events.push(event);
      draw(row);
    },
    async show(readWaveform) {
      const shown = [...rows];
      for (const [channel, row] of shown.entries()) {
        row.waveform = await readWaveform(channel);
        if (rows[channel] === row) draw(row);
      }
    },
    clear() {
      rows.length = 0;
      container.replaceChildren();
    },
  };
}
