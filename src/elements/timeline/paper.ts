import { html } from '../parts/dom.js';
import { COLOURS, type Colour } from './scene.js';

/** After a press, a browser needs the address of what it saves for a moment. */
const SAVING_MS = 10_000;

/** The colours of the theme that `root` has in the light scheme: what is saved is often printed. */
export function paperColours(root: ShadowRoot): (colour: Colour) => string {
  const probe = html('span', { hidden: true });
  root.append(probe);
  probe.style.colorScheme = 'light';
  const colours = Object.fromEntries(
    COLOURS.map((colour) => {
      probe.style.color = `var(--_${colour})`;
      return [colour, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return (colour) => colours[colour] || 'black';
}

export function textBlob(format: 'svg' | 'csv', text: string): Blob {
  return new Blob([text], { type: format === 'svg' ? 'image/svg+xml' : 'text/csv' });
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  html('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}
