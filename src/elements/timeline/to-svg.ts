import { svg } from '../parts/dom.js';
import { FONT_SIZE, PATTERN_LINES, PATTERN_WIDTH, TILE, type Colour, type Pattern, type Scene } from './scene.js';

/** Room around a drawing that stands alone, in pixels. */
export const PADDING = 20;

/** The drawing in the page, whose colours follow the theme. */
export function toSvg(scene: Scene, colourOf: (colour: Colour) => string = (colour) => `var(--_${colour})`): SVGSVGElement {
  const { width, height, areas, captions } = scene;
  const patterns = Object.entries(PATTERN_LINES).map(([id, path]) =>
    svg(
      'pattern',
      { id, width: TILE, height: TILE, patternUnits: 'userSpaceOnUse' },
      svg('path', {
        d: path,
        stroke: colourOf('surface'),
        'stroke-width': PATTERN_WIDTH,
        'stroke-linecap': 'round',
        fill: 'none',
      }),
    ),
  );
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'font-size': FONT_SIZE, 'aria-hidden': 'true', focusable: 'false' },
    svg('defs', {}, ...patterns),
    ...areas.flatMap(({ path, fill, pattern }) => [
      svg('path', { d: path, fill: colourOf(fill) }),
      ...(pattern ? [svg('path', { d: path, fill: patternUrl(pattern) })] : []),
    ]),
    ...captions.map(({ text, x, y, fill, anchor, bold = false }) =>
      svg('text', { x, y, fill: colourOf(fill), 'text-anchor': anchor, 'font-weight': bold ? 600 : null }, text),
    ),
  );
}

/** The drawing as a file of its own, readable on white. */
export function toSvgFile(scene: Scene, colourOf: (colour: Colour) => string): string {
  const drawing = toSvg(scene, colourOf);
  const [width, height] = [scene.width + 2 * PADDING, scene.height + 2 * PADDING];
  drawing.setAttribute('width', String(width));
  drawing.setAttribute('height', String(height));
  drawing.setAttribute('viewBox', `${-PADDING} ${-PADDING} ${width} ${height}`);
  drawing.setAttribute('font-family', 'system-ui, sans-serif');
  drawing.removeAttribute('aria-hidden');
  drawing.prepend(svg('rect', { x: -PADDING, y: -PADDING, width, height, fill: colourOf('surface') }));
  return new XMLSerializer().serializeToString(drawing);
}

function patternUrl(pattern: Pattern): string {
  return `url(#${pattern})`;
}
