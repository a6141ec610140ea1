import type { ToneStream } from 'undertone';
import { element } from '../shared/dom.js';
import { clock, percent } from '../shared/format.js';
import { nextAlert } from './alert-rule.js';

/** Lists in `list` when the speaker of `stream` turns negative, and when that has passed. */
export function logAlerts(list: HTMLElement, name: string, stream: ToneStream, onRaised: (at: number) => void): void {
  let on = false;
  stream.on('tone', ({ window, recent }) => {
    const wasOn = on;
    on = nextAlert(wasOn, recent);
    if (on === wasOn) return;
    const share = percent(recent.scores?.negative ?? 0);
    const words = on ? `${name} has turned negative (${share}). Slow down and acknowledge the problem.` : `${name} has calmed down (${share} negative).`;
    list.prepend(element('li', { class: on ? 'raised' : 'cleared' }, element('time', {}, clock(window.end)), element('span', {}, words)));
    if (on) onRaised(window.end);
  });
}
