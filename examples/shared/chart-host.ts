/** Draws a chart in `place` as wide as that is; returns what asks for a new drawing, at most one a frame. */
export function hostChart(place: HTMLElement, draw: (width: number) => SVGSVGElement): () => void {
  let frame = 0;
  let width = 0;
  const render = () => {
    frame = 0;
    if (width > 0) place.replaceChildren(draw(width));
  };
  const request = () => {
    frame ||= requestAnimationFrame(render);
  };
  new ResizeObserver(([entry]) => {
    const next = Math.floor(entry?.contentRect.width ?? 0);
    if (next === width) return;
    width = next;
    request();
  }).observe(place);
  return request;
}
