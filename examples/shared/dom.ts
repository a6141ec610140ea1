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

/** Enables one of two controls, and hands the keyboard's focus over: it would be lost on a disabled one. */
export function switchOver(from: HTMLButtonElement, to: HTMLButtonElement): void {
  const focused = document.activeElement === from;
  from.disabled = true;
  to.disabled = false;
  if (focused) to.focus();
}
