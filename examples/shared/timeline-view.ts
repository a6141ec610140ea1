import type { ToneEvent } from 'undertone';
import { hostChart } from './chart-host.js';
import { element, setText } from './dom.js';
import { ESTIMATE_NAMES } from './estimates-view.js';
import { clock } from './format.js';
import { drawTimeline, TIMELINE_MARGIN, type Series, type TimelineData } from './timeline-chart.js';
import { describe } from './tone.js';

/** Seconds that an arrow key, or Page Up and Down, move the player. */
const STEP = 2.5;
const LEAP = 15;

export interface TimelineView {
  readonly element: HTMLElement;
  update(data: TimelineData): void;
}

/** The timeline of a recording with a cursor: click it, or use the arrow keys, to move `player`. */
export function createTimelineView(name: string, player: HTMLAudioElement): TimelineView {
  let data: TimelineData = { duration: 0, events: [], waveform: null };
  let series: Series = 'recent';
  const cursor = element('div', { class: 'cursor' });
  const chart = element('div', { class: 'chart' });
  const slider = element(
    'div',
    { role: 'slider', tabIndex: 0, 'aria-label': `Position in ${name}`, 'aria-valuemin': 0 },
    chart,
    cursor,
  );
  const readout = element('p', { class: 'hint' });
  const redraw = hostChart(chart, (width) => drawTimeline(data, { series, width }));

  const seek = (seconds: number) => {
    player.currentTime = Math.min(Math.max(0, seconds), data.duration);
  };
  const moveCursor = () => {
    const share = data.duration > 0 ? player.currentTime / data.duration : 0;
    const { left, right } = TIMELINE_MARGIN;
    cursor.style.left = `calc(${left}px + (100% - ${left + right}px) * ${Math.min(1, share)})`;
    const text = describeAt(data.events, series, player.currentTime);
    setText(readout, text);
    slider.setAttribute('aria-valuenow', player.currentTime.toFixed(1));
    slider.setAttribute('aria-valuetext', text);
  };
  // `timeupdate` comes four times a second: too rarely for a cursor that moves smoothly.
  const follow = () => {
    moveCursor();
    if (!player.paused) requestAnimationFrame(follow);
  };
  player.addEventListener('play', follow);
  player.addEventListener('seeking', moveCursor);
  player.addEventListener('timeupdate', moveCursor);

  slider.addEventListener('click', ({ clientX }) => {
    const { left, width } = slider.getBoundingClientRect();
    const plot = width - TIMELINE_MARGIN.left - TIMELINE_MARGIN.right;
    seek(((clientX - left - TIMELINE_MARGIN.left) / plot) * data.duration);
  });
  slider.addEventListener('keydown', (event) => {
    const target = keyTarget(event.key, player.currentTime, data.duration);
    if (target === undefined) return;
    event.preventDefault();
    seek(target);
  });
  const choice = createSeriesChoice(name, series, (chosen) => {
    series = chosen;
    redraw();
    moveCursor();
  });

  return {
    element: element('div', { class: 'timeline' }, choice, slider, readout),
    update(next) {
      data = next;
      slider.setAttribute('aria-valuemax', data.duration.toFixed(1));
      redraw();
      moveCursor();
    },
  };
}

function keyTarget(key: string, now: number, end: number): number | undefined {
  const targets: Record<string, number> = {
    ArrowLeft: now - STEP,
    ArrowDown: now - STEP,
    ArrowRight: now + STEP,
    ArrowUp: now + STEP,
    PageDown: now - LEAP,
    PageUp: now + LEAP,
    Home: 0,
    End: end,
  };
  return targets[key];
}

function describeAt(events: readonly ToneEvent[], series: Series, time: number): string {
  const event = events.find(({ window }) => window.end > time) ?? events.at(-1);
  if (!event) return 'Nothing analysed yet';
  return `${clock(time)} · ${ESTIMATE_NAMES[series]}: ${describe(event[series])} · speech ${event.speech.toFixed(2)}`;
}

function createSeriesChoice(name: string, chosen: Series, onChoice: (series: Series) => void): HTMLElement {
  const all = Object.keys(ESTIMATE_NAMES) as Series[];
  const choices = all.map((series) => {
    const input = element('input', { type: 'radio', name: `series of ${name}`, checked: series === chosen });
    input.addEventListener('change', () => onChoice(series));
    return element('label', {}, input, ESTIMATE_NAMES[series]);
  });
  return element('fieldset', { class: 'segmented' }, element('legend', {}, 'Tone over'), ...choices);
}
