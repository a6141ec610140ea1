import type { UndertoneBadge } from './badge.js';
import type { UndertoneConsent } from './consent.js';
import type { UndertoneElementEvents } from './events.js';
import type { UndertoneMeter } from './meter.js';
import type { UndertoneTimeline } from './timeline.js';

export { defineElements } from './define.js';
export { UndertoneBadge } from './badge.js';
export { UndertoneConsent, type Revocable } from './consent.js';
export { UndertoneMeter } from './meter.js';
export { UndertoneTimeline } from './timeline.js';
export type { UndertoneElementEvents } from './events.js';
export type { UndertoneElement } from './parts/element.js';
export type { UndertoneStreamElement } from './parts/stream-element.js';
export type { Stretch, ToneSource } from './parts/feed.js';
export type { LevelSource } from './parts/level.js';
export type { CustomTexts, ElementTexts, TextKey } from './texts/keys.js';
export type { TimeRange } from './timeline/range.js';
export type { Waveform } from './timeline/draw.js';
export type { PictureOptions } from './timeline/scene.js';
export type { ExportFormat } from './timeline/toolbar.js';

// Here, and not where the elements are defined: the build takes it over from the entry alone.
declare global {
  interface HTMLElementTagNameMap {
    'undertone-badge': UndertoneBadge;
    'undertone-meter': UndertoneMeter;
    'undertone-timeline': UndertoneTimeline;
    'undertone-consent': UndertoneConsent;
  }
  interface HTMLElementEventMap extends UndertoneElementEvents {}
}
