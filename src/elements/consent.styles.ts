export const CONSENT_STYLES = `
[part='consent'] { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; overflow-wrap: anywhere; }
[part='state'] { margin: 0; color: var(--_muted); }
dialog {
  width: min(32em, calc(100vw - 2em)); max-width: none; max-height: calc(100dvh - 2em); overflow: auto; padding: min(1.5em, 6vw); container-type: inline-size;
  border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); color: var(--_text);
}
dialog::backdrop { background: rgb(10 12 18 / 55%); }
form { display: grid; gap: 1em; }
h2:focus { outline: none; }
h2 { margin: 0; font-size: 1.15em; line-height: 1.3; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 0.375em 1em; margin: 0; }
dt { color: var(--_muted); }
dd { margin: 0; }
@container (width < 16em) { dl { grid-template-columns: 1fr; } }
label { display: flex; gap: 0.625em; align-items: start; }
input { flex: none; width: 1.5em; height: 1.5em; margin: 0; accent-color: var(--_accent); }
.buttons { display: flex; flex-wrap: wrap; gap: 0.625em; }
`;
