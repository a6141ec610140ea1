import { UndertoneBadge } from './badge.js';
import { UndertoneConsent } from './consent.js';
import { UndertoneMeter } from './meter.js';
import { UndertoneTimeline } from './timeline.js';

const ELEMENTS = {
  'undertone-badge': UndertoneBadge,
  'undertone-meter': UndertoneMeter,
  'undertone-timeline': UndertoneTimeline,
  'undertone-consent': UndertoneConsent,
};

/**
 * Defines the four elements under their own names. A name that is taken already is left alone, so that it may be called again, and by
 * two copies of the package. On a server it does nothing.
 *
 * Whoever wants fewer, or other names, calls `customElements.define()` with a class; bundlers then leave the others out.
 *
 * @example
 * ```ts
 * import { defineElements } from 'undertone/elements';
 *
 * defineElements();
 * const badge = document.createElement('undertone-badge');
 * badge.addEventListener('undertone-seek', ({ detail }) => console.log(detail.position));
 * ```
 * @param registry where they are defined. Default: the page's
 */
export function defineElements(registry: CustomElementRegistry | undefined = globalThis.customElements): void {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (registry && !registry.get(name)) registry.define(name, element);
  }
}
