import { html, setAttributes } from '../parts/dom.js';
import { MARGIN } from './draw.js';
import type { TimeRange } from './range.js';
import type { Scene } from './scene.js';
import { toSvg } from './to-svg.js';

export interface PlotActions {
  /** The seconds that are shown. */
  shown(): TimeRange;
  seek(seconds: number): void;
  /** Something points at these seconds, or at none. */
  point(seconds: number | null): void;
  zoom(factor: number, at: number): void;
  /** @param by in lengths of what is shown. @returns whether there is anywhere to go */
  pan(by: number): boolean;
  press(event: KeyboardEvent): void;
  resize(): void;
}

export interface PlotState {
  readonly position: number;
  readonly pointed: number | null;
  /** The position in words. */
  readonly text: string;
}

/** Pixels of the text that drawings are made for; where it is larger, all of them is, too. */
const TEXT = 16;

/** The drawing as a slider: what points, presses and turns the wheel on it becomes seconds. */
export function createPlot(actions: PlotActions) {
  const ruler = html('div', { class: 'ruler' });
  const chart = html('div', { class: 'chart' });
  const cursor = html('div', { part: 'cursor' });
  const pointer = html('div', { part: 'pointer', hidden: true });
  const slider = html('div', { part: 'slider', role: 'slider', tabindex: 0, 'aria-valuemin': 0 }, ruler, chart, cursor, pointer);
  let width = 0;
  let scale = 1;
  const resizes = new ResizeObserver(([entry]) => {
    width = Math.floor(entry?.contentRect.width ?? 0);
    scale = Math.max(1, (entry?.contentRect.height ?? 0) / TEXT);
    actions.resize();
  });

  const timeAt = ({ clientX }: MouseEvent): number => {
    const box = slider.getBoundingClientRect();
    const { from, to } = actions.shown();
    const margin = MARGIN * scale;
    const share = (clientX - box.left - margin) / Math.max(1, box.width - 2 * margin);
    return Math.min(to, Math.max(from, from + share * (to - from)));
  };
  slider.addEventListener('click', (event) => actions.seek(timeAt(event)));
  slider.addEventListener('pointermove', (event) => actions.point(timeAt(event)));
  slider.addEventListener('pointerleave', () => actions.point(null));
  slider.addEventListener('keydown', (event) => actions.press(event));
  // Without a key the page scrolls, as everywhere.
  const turn = (event: WheelEvent) => {
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) actions.zoom(event.deltaY < 0 ? 1 / 1.25 : 1.25, timeAt(event));
    else if (!(event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) || !actions.pan(sideways / 1000)) return;
    event.preventDefault();
  };
  slider.addEventListener('wheel', turn, { passive: false });

  const place = (line: HTMLElement, time: number | null) => {
    const { from, to } = actions.shown();
    line.hidden = time === null || time < from || time > to;
    const share = ((time ?? 0) - from) / (to - from);
    const margin = MARGIN * scale;
    line.style.left = `calc(${margin}px + (100% - ${2 * margin}px) * ${share})`;
  };

  return {
    element: slider,
    /** In pixels; 0 while it is not shown. */
    get width() {
      return width;
    },
    /** How much larger than it is made the drawing is shown. */
    get scale() {
      return scale;
    },
    connect: () => resizes.observe(ruler),
    disconnect: () => resizes.disconnect(),
    draw(scene: Scene, name: string, duration: number): void {
      const drawing = toSvg(scene);
      setAttributes(drawing, { width, height: scale * scene.height });
      slider.style.setProperty('--_foot', `${scale * scene.foot}px`);
      chart.replaceChildren(drawing);
      setAttributes(slider, { 'aria-label': name, 'aria-valuemax': duration.toFixed(1) });
    },
    place({ position, pointed, text }: PlotState): void {
      place(cursor, position);
      place(pointer, pointed);
      setAttributes(slider, { 'aria-valuenow': position.toFixed(1), 'aria-valuetext': text });
    },
  };
}
