import { button, html, setAttributes, setText, setUsable } from '../parts/dom.js';
import type { Stretch } from '../parts/feed.js';
import type { Words } from '../texts/words.js';

const STRETCHES: readonly Stretch[] = ['window', 'recent', 'call'];

/** How the timeline can be saved. */
export type ExportFormat = 'png' | 'svg' | 'csv';

const FORMATS: readonly ExportFormat[] = ['png', 'svg', 'csv'];

export interface ToolbarActions {
  over(stretch: Stretch): void;
  /** @param factor 1 for all */
  zoom(factor: number): void;
  /** @param by in lengths of what is shown */
  pan(by: number): unknown;
  save(format: ExportFormat): void;
  reset(): void;
}

export interface ToolbarState {
  readonly over: Stretch;
  readonly zoomed: boolean;
  readonly closest: boolean;
  readonly earliest: boolean;
  readonly latest: boolean;
  readonly empty: boolean;
}

/** What can be pressed above a timeline. */
export function createToolbar(actions: ToolbarActions) {
  const legend = html('legend');
  const choices = STRETCHES.map((over) => {
    const input = html('input', { type: 'radio', name: 'over', value: over });
    input.addEventListener('change', () => actions.over(over));
    const text = html('span');
    return { over, input, text, label: html('label', {}, input, text) };
  });
  const signs = {
    'zoom-in': button('button zoom-in', () => actions.zoom(1 / 2)),
    'zoom-out': button('button zoom-out', () => actions.zoom(2)),
    'zoom-reset': button('button zoom-reset', () => actions.reset()),
    earlier: button('button earlier', () => actions.pan(-1 / 2)),
    later: button('button later', () => actions.pan(1 / 2)),
  };
  const saves = FORMATS.map((format) => ({ format, node: button(`button save-${format}`, () => actions.save(format)) }));
  const glyphs = { 'zoom-in': '+', 'zoom-out': '−', 'zoom-reset': '↔', earlier: '‹', later: '›' };
  const group = (...nodes: Node[]) => html('div', { class: 'group' }, ...nodes);

  return {
    element: html(
      'div',
      { part: 'toolbar' },
      html('fieldset', {}, legend, ...choices.map(({ label }) => label)),
      // Time runs to the right in every language, and so do its buttons.
      html('div', { class: 'group', dir: 'ltr' }, ...Object.values(signs)),
      group(...saves.map(({ node }) => node)),
    ),
    render(words: Words, { over, zoomed, closest, earliest, latest, empty }: ToolbarState): void {
      setText(legend, words.say('tone-over'));
      for (const choice of choices) {
        setText(choice.text, words.say(choice.over));
        choice.input.checked = choice.over === over;
      }
      for (const key of Object.keys(signs) as (keyof typeof signs)[]) {
        setText(signs[key], glyphs[key]);
        setAttributes(signs[key], { 'aria-label': words.say(key), title: words.say(key) });
      }
      setUsable(signs['zoom-in'], !closest);
      setUsable(signs['zoom-out'], zoomed);
      setUsable(signs['zoom-reset'], zoomed);
      setUsable(signs.earlier, zoomed && !earliest);
      setUsable(signs.later, zoomed && !latest);
      for (const { format, node } of saves) {
        setText(node, format.toUpperCase());
        const name = words.say('save-as', { format: format.toUpperCase() });
        setAttributes(node, { 'aria-label': name, title: name });
        setUsable(node, !empty);
      }
    },
  };
}
