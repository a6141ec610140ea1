import type { Label } from 'undertone';
import { svg } from './dom.js';
import { isLabel, type Status } from './status.js';

const MOUTHS: Record<Label, string> = {
  positive: 'M15 28c2.5 4 5.5 6 9 6s6.5-2 9-6',
  neutral: 'M16 31h16',
  negative: 'M15 34c2.5-4 5.5-6 9-6s6.5 2 9 6',
};

const EYES = 'M17.5 20h0.01M30.5 20h0.01';

/** Inside the ring of what is no tone; an empty ring for silence. */
const SIGNS: Partial<Record<Status, string>> = {
  muted: 'M10 38L38 10',
  paused: 'M20 17v14M28 17v14',
  suspended: 'M20 17v14M28 17v14',
  failed: 'M24 14v13M24 33h0.01',
  'too-quiet': 'M24 33h0.01',
  loading: 'M15 24h0.01M24 24h0.01M33 24h0.01',
  recovering: 'M15 24h0.01M24 24h0.01M33 24h0.01',
};

/** A face for each tone and a sign for what is none, so that colour is never the only one. */
export function face(status: Status): SVGSVGElement {
  const tone = isLabel(status);
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 3, 'stroke-linecap': 'round' };
  return svg(
    'svg',
    { viewBox: '0 0 48 48', 'aria-hidden': 'true', focusable: 'false' },
    svg('circle', { cx: 24, cy: 24, r: 20, ...line, 'stroke-dasharray': tone ? null : '4 8' }),
    svg('path', { d: tone ? MOUTHS[status] : (SIGNS[status] ?? ''), ...line }),
    svg('path', { d: tone ? EYES : '', ...line, 'stroke-width': 5 }),
  );
}
