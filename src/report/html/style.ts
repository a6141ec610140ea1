/** Colours by what they mean, of light pages and of paper. */
const LIGHT = `--page:#fff;--text:#171a21;--muted:#545c6b;--line:#d0d5df;--sunken:#f3f4f7;--positive:#0b7a5e;--neutral:#5d6778;--negative:#b93c0a;--speech:#4a5ac9`;
const DARK = `--page:#12141a;--text:#eceef3;--muted:#a9b1bf;--line:#3b4250;--sunken:#1d2129;--positive:#41c9a2;--neutral:#a3adbd;--negative:#ff8f5c;--speech:#8f9df7`;

/** Of what `drawLane` draws. */
const LANE = `.row{stroke:var(--line);vector-effect:non-scaling-stroke}
.positive{fill:var(--positive)}.neutral{fill:var(--neutral)}.negative{fill:var(--negative)}
.other{opacity:.35}
.speech{fill:var(--speech)}
.missing{fill:url(#unheard);stroke:var(--muted);vector-effect:non-scaling-stroke}
.hatch{stroke:var(--muted);fill:none}
line.turn{stroke:var(--text);stroke-dasharray:3 3}
text{fill:var(--muted);font:12px system-ui,sans-serif}
text.turn{fill:var(--text);font-weight:700}`;

/** Of the picture that stands alone. */
export const PICTURE_STYLE = `svg{${LIGHT}}
${LANE}
text.title{fill:var(--text);font-size:16px;font-weight:700}
text.name{fill:var(--text);font-size:14px;font-weight:700}`;

/**
 * Of the page. Its digest below is what the page's own Content-Security-Policy allows, so that nothing else can style it or run in it.
 */
export const PAGE_STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem;max-width:62rem;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1,h3{overflow-wrap:anywhere}
h1{margin:0;font-size:1.75rem;line-height:1.2}
h2{margin:2.25rem 0 .5rem;font-size:1.2rem}
h3{margin:1.25rem 0 0;font-size:1rem}
p,ul{margin:.4rem 0;max-width:46rem}
ul{padding-left:1.2rem}
.muted,.none,figcaption{color:var(--muted)}
figure{margin:0;break-inside:avoid}
figcaption{font-size:.875rem}
.lane{display:grid;grid-template-columns:5rem 1fr;gap:.5rem}
.lane svg{display:block;width:100%;overflow:visible}
.defs{position:absolute;width:0;height:0}
${LANE}
.tone{white-space:nowrap;font-weight:600}
.tone.positive{color:var(--positive)}.tone.neutral{color:var(--neutral)}.tone.negative{color:var(--negative)}
.scroll{overflow-x:auto}
.scroll+.scroll{margin-top:1.25rem}
@media screen and (max-width:40rem){text.wide{display:none}}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);font-size:.875rem;padding:.25rem 0}
th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td bdi,th bdi{display:inline-block;max-width:12rem;overflow-wrap:break-word}
thead th{color:var(--muted);font-size:.875rem}
tbody th{font-weight:600}
blockquote{margin:.5rem 0;padding:.75rem 1rem;border-left:4px solid var(--negative);background:var(--sunken);max-width:46rem}
:focus-visible{outline:3px solid var(--speech);outline-offset:2px}
@page{margin:15mm}
@media print{body{max-width:none;padding:0;font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}h2,h3,caption,thead{break-after:avoid}tr,blockquote{break-inside:avoid}.scroll{overflow:visible}}`;

/** SHA-256 of `PAGE_STYLE`. */
export const PAGE_STYLE_DIGEST = 'sha256-pi9feFlNr32CsSJvKbwEbuNjLafWoPNnBQaGOLtTJb0=';
