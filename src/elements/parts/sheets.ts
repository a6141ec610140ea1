/** A style sheet belongs to one document; elements may be moved to another, such as that of a picture-in-picture window. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Styles `root`. Constructed style sheets need nothing of a Content-Security-Policy. */
export function adoptStyles(root: ShadowRoot, styles: readonly string[]): void {
  const { ownerDocument } = root;
  const view = ownerDocument.defaultView;
  if (!view) return;
  const made = sheets.get(ownerDocument) ?? new Map<string, CSSStyleSheet>();
  sheets.set(ownerDocument, made);
  root.adoptedStyleSheets = styles.map((text) => {
    const sheet = made.get(text) ?? new view.CSSStyleSheet();
    if (!made.has(text)) sheet.replaceSync(text);
    made.set(text, sheet);
    return sheet;
  });
}
