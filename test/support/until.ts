const PAUSE_MS = 20;

/** What `look` sees, once that is something. */
export async function until<T>(look: () => T): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const seen = look();
    if (seen !== false && seen !== null && seen !== undefined) return seen as NonNullable<Exclude<T, false>>;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
