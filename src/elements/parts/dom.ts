type Child = Node | string;

/** `null` and `false` are no attribute, `true` is an empty one. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const SVG = 'http://www.w3.org/2000/svg';

/** A new element. Nothing here parses markup, so that pages with Trusted Types need no policy for it. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const node = document.createElementNS(SVG, tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Sets text only where it differs: a screen reader would otherwise begin anew. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function button(part: string, onPress: () => void): HTMLButtonElement {
  const node = html('button', { type: 'button', part });
  node.addEventListener('click', () => {
    if (node.getAttribute('aria-disabled') !== 'true') onPress();
  });
  return node;
}

/** A disabled button would drop the keyboard's focus; this one keeps it and does nothing. */
export function setUsable(node: HTMLButtonElement, usable: boolean): void {
  setAttributes(node, { 'aria-disabled': usable ? null : 'true' });
}
