import type { ToneLog } from '../log.js';
import { HATCHING } from './lane.js';
import { escape } from './markup.js';
import { atAGlance, howToRead, minutes, overlaps, PRIVACY, timelines, turningPoints, unheard } from './sections.js';
import { PAGE_STYLE, PAGE_STYLE_DIGEST } from './style.js';
import { lasting } from './words.js';

/** Options of `toHtml()`. */
export interface HtmlOptions {
  /** The page's title and heading. Default "Tone of a call". */
  title?: string;
}

/** Nothing is loaded, nothing runs, and nothing but the page's own sheet styles it. */
const POLICY = `default-src 'none'; style-src '${PAGE_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'`;

/**
 * The report as one HTML page: it needs no script, no network and no other file, and may be opened from a disk, printed or served under
 * any policy that allows its one style sheet (docs/report.md). It is in English.
 */
export function toHtml(log: ToneLog, options: HtmlOptions = {}): string {
  const { title = 'Tone of a call' } = options;
  const report = log.report();
  const { speakers, duration, startedAt, createdAt, model } = report;
  const facts = [
    `${lasting(duration)} long`,
    speakers.length === 1 ? '1 speaker' : `${speakers.length} speakers`,
    ...(startedAt ? [`began <time datetime="${startedAt}">${utc(startedAt)}</time>`] : []),
    `report made <time datetime="${createdAt}">${utc(createdAt)}</time>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<svg class="defs" aria-hidden="true"><defs>${HATCHING}</defs></svg>
<header>
<h1>${escape(title)}</h1>
<p class="muted">${facts.join(' · ')}</p>
</header>
<main>
${[atAGlance, timelines, turningPoints, overlaps, unheard, minutes, howToRead].map((section) => section(report)).join('\n')}
<section>
<h2>Where not to use it</h2>
${PRIVACY}
</section>
</main>
<footer>
<p class="muted">Made by Undertone with the model ${escape(model.name)} ${escape(model.version)} (${escape(model.licence)}). No audio left the device for it.</p>
</footer>
</body>
</html>
`;
}

/** The same for every reader, wherever and in whatever language. */
function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
