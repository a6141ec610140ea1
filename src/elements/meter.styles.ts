export const METER_STYLES = `
[part='meter'] { display: grid; gap: 0.75em; }
.gauge { display: grid; grid-template-columns: 1fr auto; gap: 0.25em 0.75em; }
.gauge > .track { grid-column: 1 / -1; }
.value { font-size: 0.9em; font-variant-numeric: tabular-nums; }
p { margin: 0; min-height: 1.5em; }
`;
