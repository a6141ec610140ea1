/** Names of the theme's colours; who draws says what they are. */
export const COLOURS = [
  'text',
  'muted',
  'line',
  'sunken',
  'surface',
  'positive',
  'neutral',
  'negative',
  'speech',
  'wave',
] as const;

export type Colour = (typeof COLOURS)[number];

/** Lines over an area, so that it is known without its colour. */
export type Pattern = 'hatch' | 'dots';

export interface Area {
  /** A path as SVG writes it, which canvases read as well. */
  readonly path: string;
  readonly fill: Colour;
  readonly pattern?: Pattern | undefined;
}

export interface Caption {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly fill: Colour;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

/** A drawing in pixels, from which both an SVG and a canvas are made. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** How much of the height is below what has a time. */
  readonly foot: number;
  readonly areas: readonly Area[];
  readonly captions: readonly Caption[];
}

/** How a picture of the timeline is made. */
export interface PictureOptions {
  /** Of the drawing, in pixels. Default 1080. */
  width?: number;
  /** A line above it. Default: what it shows, and of whom. */
  heading?: string;
}

export const FONT_SIZE = 12;

/** Side of a pattern's tile, and what is drawn in it. */
export const TILE = 6;
export const PATTERN_LINES: Record<Pattern, string> = { hatch: 'M-1 7L7 -1', dots: 'M3 3h0.01' };
export const PATTERN_WIDTH = 1.6;
