import { FONT_SIZE, PATTERN_LINES, PATTERN_WIDTH, TILE, type Colour, type Pattern, type Scene } from './scene.js';
import { PADDING } from './to-svg.js';

/**
 * Drawn on a canvas, and not from the SVG: a page's Content-Security-Policy may allow no images of its own.
 * @param scale pixels of the picture for each of the drawing's
 */
export function toPng(scene: Scene, colourOf: (colour: Colour) => string, scale: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(scale * (scene.width + 2 * PADDING), scale * (scene.height + 2 * PADDING));
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = colourOf('surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(PADDING, PADDING);
  for (const { path, fill, pattern } of scene.areas) {
    const area = new Path2D(path);
    context.fillStyle = colourOf(fill);
    context.fill(area);
    if (!pattern) continue;
    context.fillStyle = patternOf(context, pattern, colourOf('surface'));
    context.fill(area);
  }
  for (const { text, x, y, fill, anchor, bold = false } of scene.captions) {
    context.font = `${bold ? '600 ' : ''}${FONT_SIZE}px system-ui, sans-serif`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor === 'end' ? 'right' : 'left';
    context.fillStyle = colourOf(fill);
    context.fillText(text, x, y);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

function patternOf(context: OffscreenCanvasRenderingContext2D, pattern: Pattern, colour: string): CanvasPattern {
  const tile = new OffscreenCanvas(TILE, TILE);
  const lines = tile.getContext('2d')!;
  lines.lineWidth = PATTERN_WIDTH;
  lines.lineCap = 'round';
  lines.strokeStyle = colour;
  lines.stroke(new Path2D(PATTERN_LINES[pattern]));
  return context.createPattern(tile, 'repeat')!;
}
