import { type ByteReader, hasText } from './byte-reader.js';
import type { Part } from './part.js';

/** How WebM and Matroska begin, and how far behind that they name themselves at most. */
const BEGINNING = [0x1a, 0x45, 0xdf, 0xa3];
const HEADER = 64;

/** WebM or Matroska files in a row, as an app makes them that puts two recordings of a MediaRecorder into one Blob. */
export async function splitMatroska(file: ByteReader): Promise<Part[]> {
  const starts: number[] = [];
  for (let at = 0; at < file.size; at = await file.find(BEGINNING, at + 1)) {
    const head = (await file.read(at, HEADER)).slice();
    if (head.some((_, i) => hasText(head, i, 'webm') || hasText(head, i, 'matroska'))) starts.push(at);
  }
  if (starts.length === 0) return [{ blob: file.blob }];
  return starts.map((from, i) => ({ blob: file.blob.slice(i === 0 ? 0 : from, starts[i + 1] ?? file.size) }));
}
