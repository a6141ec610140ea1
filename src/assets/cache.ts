/** Name of the store in the Cache API; the number changes when what is stored changes its form. */
const CACHE = 'undertone-1';

/** Files kept: two models and two runtimes. Older ones are of versions that no page asks for any more. */
const MAX_ENTRIES = 4;

/** Entries are found by what they hold, not by where they came from: a new model never meets an old answer. */
function keyOf(sha256: string): string {
  return new URL(`/.undertone/sha256/${sha256}`, location.origin).href;
}

/** The bytes with this digest, if they are kept here. A blocked or missing store counts as empty. */
export async function readCache(sha256: string): Promise<ArrayBuffer | undefined> {
  return withCache(async (cache) => (await cache.match(keyOf(sha256)))?.arrayBuffer());
}

/** Keeps `bytes`. A full or blocked store is no error: the next load downloads again. */
export async function writeCache(sha256: string, bytes: ArrayBuffer): Promise<void> {
  await withCache(async (cache) => {
    await cache.put(keyOf(sha256), new Response(bytes));
    const oldestFirst = await cache.keys();
    await Promise.all(oldestFirst.slice(0, -MAX_ENTRIES).map((key) => cache.delete(key)));
  });
}

/** Forgets the bytes with this digest. */
export async function dropFromCache(sha256: string): Promise<void> {
  await withCache((cache) => cache.delete(keyOf(sha256)));
}

async function withCache<T>(use: (cache: Cache) => Promise<T>): Promise<T | undefined> {
  try {
    return await use(await caches.open(CACHE));
  } catch {
    return undefined;
  }
}
