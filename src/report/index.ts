export { ToneLog, type SpeakerOptions, type ToneLogOptions } from './log.js';
export { toHtml, type HtmlOptions } from './html/document.js';
export { toSvg, type SvgOptions } from './html/picture.js';
export { toJson } from './json.js';
export { toCsv } from './csv.js';
export type { Overlap, SpeakerReport, ToneOfStretch, ToneReport, WindowReport } from './report.js';
export type { OverlapBounds, Unheard } from './stretches.js';
export type { TurningPoint } from './turning-points.js';
export type { UnheardReason } from './speaker-log.js';
