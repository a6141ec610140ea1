export const TIMELINE_STYLES = `
[part='timeline'] { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75em; }
[part='toolbar'] { display: flex; flex-wrap: wrap; gap: 0.5em 1.5em; align-items: center; font-size: 0.9em; }
.group { display: flex; flex-wrap: wrap; gap: 0.375em; }
.group > button { min-width: 2.5em; padding-inline: 0.5em; }
fieldset { display: flex; flex-wrap: wrap; gap: 0.25em 1em; align-items: center; min-width: 0; margin: 0; padding: 0; border: 0; }
/* Only a float puts a legend in line with its choices. */
legend { float: inline-start; margin-inline-end: 1em; padding: 0; color: var(--_muted); }
label { display: inline-flex; gap: 0.375em; align-items: center; min-height: 1.75em; }
input { width: 1.25em; height: 1.25em; margin: 0; accent-color: var(--_accent); }
[part='slider'] { position: relative; cursor: pointer; touch-action: pan-y; direction: ltr; }
.chart { min-width: 0; overflow: hidden; }
/* Says how wide and how large the text is, and has no part in what is drawn: an observed size must not follow from itself. */
.ruler { height: 1em; margin-bottom: -1em; visibility: hidden; }
.chart > svg { display: block; }
[part='cursor'], [part='pointer'] { position: absolute; inset-block: 0 var(--_foot, 44px); left: 0; width: 2px; margin-left: -1px; pointer-events: none; }
[part='cursor'] { background: var(--_text); forced-color-adjust: none; }
[part='pointer'] { border-left: 2px dotted var(--_muted); }
[part='readout'] { margin: 0; min-height: 1.5em; }
`;
