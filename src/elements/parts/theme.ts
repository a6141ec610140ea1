/**
 * The theme of all elements. `--undertone-*` is what pages set; `--_*` is what the elements read. Light or dark is the page's
 * `color-scheme`, which is inherited.
 */
export const THEME = `
:host {
  display: block;
  --_text: var(--undertone-text, light-dark(#171a21, #eceef3));
  --_muted: var(--undertone-muted, light-dark(#545c6b, #a5adbb));
  --_surface: var(--undertone-surface, light-dark(#ffffff, #181b22));
  --_sunken: var(--undertone-sunken, light-dark(#eceff3, #22262f));
  --_line: var(--undertone-line, light-dark(#7b8494, #7d8798));
  --_accent: var(--undertone-accent, light-dark(#3b4fd1, #9aa8ff));
  --_on-accent: var(--undertone-on-accent, light-dark(#ffffff, #10142b));
  --_positive: var(--undertone-positive, light-dark(#0b7a5e, #41c9a2));
  --_neutral: var(--undertone-neutral, light-dark(#5d6677, #a3adbd));
  --_negative: var(--undertone-negative, light-dark(#b93c0a, #ff8f5c));
  --_speech: var(--undertone-speech, light-dark(#4f60d6, #8494f5));
  --_wave: var(--undertone-wave, light-dark(#7b8494, #7d8798));
  --_radius: var(--undertone-radius, 10px);
  color: var(--_text);
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
svg { forced-color-adjust: none; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; border-radius: 4px; }
.muted { color: var(--_muted); font-size: 0.875em; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.track { height: 0.5em; overflow: hidden; border: 1px solid var(--_line); border-radius: 99px; background: var(--_sunken); }
.track > span { display: block; height: 100%; width: 0; background: var(--_fill, var(--_speech)); forced-color-adjust: none; }
button {
  min-height: 2.25em; padding: 0.25em 0.75em; border: 1px solid var(--_line); border-radius: var(--_radius);
  background: var(--_surface); color: var(--_text); font: inherit; cursor: pointer;
}
button:hover { border-color: var(--_text); }
button[aria-disabled='true'] { color: var(--_muted); border-style: dashed; cursor: default; }
button.primary { border-color: transparent; background: var(--_accent); color: var(--_on-accent); }
@media (prefers-reduced-motion: no-preference) {
  .track > span { transition: width 160ms ease-out; }
}
@media (forced-colors: active) {
  :host {
    --_text: CanvasText; --_muted: CanvasText; --_surface: Canvas; --_sunken: Canvas; --_line: CanvasText;
    --_accent: Highlight; --_on-accent: HighlightText; --_positive: CanvasText; --_neutral: CanvasText;
    --_negative: CanvasText; --_speech: Highlight; --_wave: CanvasText;
  }
  button.primary { border: 2px solid ButtonText; background: ButtonFace; color: ButtonText; }
}
`;
