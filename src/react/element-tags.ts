import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Label, StreamState } from 'undertone';
import type { Stretch, UndertoneBadge, UndertoneConsent, UndertoneMeter, UndertoneTimeline } from 'undertone/elements';

/** The attributes of an element, beside those of every HTML element. */
export type ElementAttributes<Element, Own> = DetailedHTMLProps<HTMLAttributes<Element> & Own, Element>;

/**
 * What TSX may write of the elements of `undertone/elements`. Their objects and events are left to a ref: React gives neither to an element
 * that a server has rendered.
 */
export interface ElementTags {
  /** How a stream sounds now. */
  'undertone-badge': ElementAttributes<
    UndertoneBadge,
    { subject?: string; over?: Stretch; state?: StreamState; label?: Label; strength?: number; announce?: number | 'off' }
  >;
  /** How loud the audio is, and how probably it holds speech. */
  'undertone-meter': ElementAttributes<
    UndertoneMeter,
    { subject?: string; state?: StreamState; level?: number; speech?: number }
  >;
  /** Tone and speech over time. */
  'undertone-timeline': ElementAttributes<UndertoneTimeline, { subject?: string; over?: Stretch; state?: StreamState }>;
  /** Asks, shows that it was agreed to, and lets that be withdrawn. */
  'undertone-consent': ElementAttributes<UndertoneConsent, { subject?: string; purpose?: string; statement?: string }>;
}
