export const BADGE_STYLES = `
:host { display: inline-block; max-width: 100%; }
[part~='badge'] { position: relative; display: flex; gap: 0.875em; align-items: center; color: var(--_muted); --_fill: var(--_neutral); }
[part~='badge'] > div { display: grid; gap: 0.125em; min-width: 0; overflow-wrap: anywhere; }
[part~='positive'] { color: var(--_positive); --_fill: var(--_positive); }
[part~='neutral'] { color: var(--_neutral); --_fill: var(--_neutral); }
[part~='negative'] { color: var(--_negative); --_fill: var(--_negative); }
[part='icon'] { flex: none; width: 3.25em; height: 3.25em; }
svg { display: block; width: 100%; height: 100%; }
[part='label'] { color: var(--_text); font-size: 1.35em; line-height: 1.2; }
.signs { display: flex; flex-wrap: wrap; gap: 0 1em; }
.sign { display: inline-flex; gap: 0.5em; align-items: center; }
.sign::before { flex: none; width: 0.6em; height: 0.6em; border: 2px solid currentColor; border-radius: 50%; content: ''; }
[part~='speaking']::before, [data-on]::before { border-color: var(--_speech); background: var(--_speech); forced-color-adjust: none; }
[part~='speaking']::before { border-radius: 1px; }
`;
