const SVG = 'http://www.w3.org/2000/svg';

/** Room around the chart, in pixels. */
const PADDING = 20;

/** The chart as a file of its own: readable on white, its theme variables replaced by their colours on this page. */
export function toStandaloneSvg(chart: SVGSVGElement): string {
  const svg = chart.cloneNode(true) as SVGSVGElement;
  const width = chart.width.baseVal.value + 2 * PADDING;
  const height = chart.height.baseVal.value + 2 * PADDING;
  const box = { x: -PADDING, y: -PADDING, width, height };
  const background = document.createElementNS(SVG, 'rect');
  setAttributes(background, { ...box, fill: '#ffffff' });
  setAttributes(svg, { xmlns: SVG, width, height, viewBox: Object.values(box).join(' ') });
  svg.prepend(background);
  const theme = getComputedStyle(document.documentElement);
  return new XMLSerializer()
    .serializeToString(svg)
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => theme.getPropertyValue(name).trim());
}

function setAttributes(node: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}
