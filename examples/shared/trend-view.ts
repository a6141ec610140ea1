import type { ToneStream } from 'undertone';
import { hostChart } from './chart-host.js';
import { element } from './dom.js';
import { drawTrend, toBalance, type TrendMark, type TrendPoint } from './trend-chart.js';

export interface TrendView {
  readonly element: HTMLElement;
  /** Draws the recent estimates of `stream` as the line `name`, and erases them when its consent is withdrawn. */
  follow(name: string, stream: ToneStream): void;
  mark(mark: TrendMark): void;
  clear(): void;
}

export function createTrendView(title: string, names: readonly string[]): TrendView {
  let points: TrendPoint[] = [];
  let marks: TrendMark[] = [];
  const chart = element('div', { class: 'chart', role: 'img', 'aria-label': `${title}: ${names.join(' and ')}` });
  const redraw = hostChart(chart, (width) => drawTrend(names, points, marks, width));
  const clear = () => {
    points = [];
    marks = [];
    redraw();
  };
  return {
    element: element('section', { class: 'card' }, element('header', {}, element('h2', {}, title)), chart),
    clear,
    mark(mark) {
      marks.push(mark);
      redraw();
    },
    follow(name, stream) {
      stream.on('tone', ({ window, recent }) => {
        points.push({ name, at: window.end, balance: toBalance(recent) });
        redraw();
      });
      stream.on('revoke', clear);
    },
  };
}
