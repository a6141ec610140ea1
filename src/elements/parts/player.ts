/**
 * Tells whenever `player` is somewhere else, each frame while it plays: `timeupdate` comes four times a second, too rarely for a cursor.
 * @returns what ends it
 */
export function followPlayer(player: HTMLMediaElement, onMove: () => void): () => void {
  const over = new AbortController();
  let frame = 0;
  const follow = () => {
    onMove();
    frame = player.paused ? 0 : requestAnimationFrame(follow);
  };
  const start = () => {
    frame ||= requestAnimationFrame(follow);
  };
  for (const name of ['play', 'playing']) player.addEventListener(name, start, { signal: over.signal });
  for (const name of ['seeking', 'timeupdate']) player.addEventListener(name, onMove, { signal: over.signal });
  if (!player.paused) start();
  return () => {
    over.abort();
    cancelAnimationFrame(frame);
  };
}
