import type { ByteReader } from './byte-reader.js';
import type { Part } from './part.js';

/** How a FLAC file begins, with the length of the block that comes first: nothing else holds these eight bytes by chance. */
const BEGINNINGS = [0, 0x80].map((last) => [...Array.from('fLaC', (letter) => letter.charCodeAt(0)), last, 0, 0, 34]);

/** FLAC files in a row: their frames do not say how long they are, so that the next beginning is looked for. */
export async function splitFlac(file: ByteReader): Promise<Part[]> {
  const starts = new Set<number>();
  for (const pattern of BEGINNINGS) {
    for (let at = await file.find(pattern, 0); at < file.size; at = await file.find(pattern, at + 1)) starts.add(at);
  }
  const from = [...starts].sort((a, b) => a - b);
  // A tag before the first is the reader's to skip.
  return from.map((at, i) => ({ blob: file.blob.slice(i === 0 ? 0 : at, from[i + 1] ?? file.size) }));
}
