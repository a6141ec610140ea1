type Child = Node | string;

/** A new element with these properties and children; `class`, `data-*`, `aria-*`, `role` and `for` go to attributes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) Reflect.set(node, name, value);
    else node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** The one element of the page that `selector` names. */
export function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} at ${selector}.`);
  return found;
}

/** Sets text only when it differs: a live region would otherwise be read out again. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

const CONTROLS = 'main :is(button, input, select):enabled, main [tabindex="0"]';

/** Hands the keyboard's focus on from `leaving`, which is about to go: to the next control, or the last before it. */
export function passFocus(leaving: Element): void {
  if (!leaving.contains(document.activeElement)) return;
  const controls = [...document.querySelectorAll<HTMLElement>(CONTROLS)].filter(
    (control) => control.checkVisibility() && !leaving.contains(control),
  );
  const next = controls.find((control) => leaving.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING);
  (next ?? controls.at(-1))?.focus();
}

/** Enables one of two controls, and hands the keyboard's focus over: it would be lost on a disabled one. */
export function switchOver(from: HTMLButtonElement, to: HTMLButtonElement): void {
  const focused = document.activeElement === from;
  from.disabled = true;
  to.disabled = false;
  if (focused) to.focus();
}
