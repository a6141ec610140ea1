import { type ByteReader, hasText } from './byte-reader.js';
import type { Part } from './part.js';

const HEADER = 27;
const MAX_SEGMENTS = 255;
const BEGINS = 2;
const PAGE = Array.from('OggS', (letter) => letter.charCodeAt(0));

/** Ogg files may stand in a row (RFC 3533 calls it chaining): a new one begins where streams begin after pages with audio. */
export async function splitOgg(file: ByteReader): Promise<Part[]> {
  const parts: Part[] = [];
  let from = 0;
  let inAudio = false;
  for (let at = 0; at < file.size; ) {
    const head = await file.read(at, HEADER + MAX_SEGMENTS);
    if (!hasText(head, 0, 'OggS') || head.length < HEADER) {
      at = await file.find(PAGE, at + 1);
      continue;
    }
    const begins = (head[5]! & BEGINS) !== 0;
    if (begins && inAudio) {
      parts.push({ blob: file.blob.slice(from, at) });
      from = at;
    }
    inAudio = !begins;
    const segments = head.subarray(HEADER, HEADER + head[26]!);
    at += HEADER + head[26]! + segments.reduce((sum, bytes) => sum + bytes, 0);
  }
  return [...parts, { blob: file.blob.slice(from) }];
}
