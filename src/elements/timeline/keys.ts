/** Seconds that an arrow key, or Page Up and Down, move the cursor. */
const STEP = 2.5;
const LEAP = 15;

export type KeyAction = { readonly seek: number } | { readonly zoom: number } | { readonly all: true };

/** What a key does on the timeline; nothing with a modifier, which is the browser's. */
export function keyAction(event: KeyboardEvent, now: number, end: number): KeyAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const actions: Record<string, KeyAction> = {
    ArrowLeft: { seek: now - STEP },
    ArrowDown: { seek: now - STEP },
    ArrowRight: { seek: now + STEP },
    ArrowUp: { seek: now + STEP },
    PageDown: { seek: now - LEAP },
    PageUp: { seek: now + LEAP },
    Home: { seek: 0 },
    End: { seek: end },
    '+': { zoom: 1 / 2 },
    '=': { zoom: 1 / 2 },
    '-': { zoom: 2 },
    '0': { all: true },
  };
  return actions[event.key];
}
