import { type ByteReader, hasText } from './byte-reader.js';
import type { Part } from './part.js';

/** Of a box: its length and its name, and the longer length that may follow. */
const BOX_HEADER = 16;

/** MP4 files in a row: a file is a row of boxes, and the one that says its kind comes first in each. */
export async function splitMp4(file: ByteReader): Promise<Part[]> {
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at < file.size; ) {
    const head = await file.read(at, BOX_HEADER);
    if (at > from && hasText(head, 4, 'ftyp')) {
      parts.push({ blob: file.blob.slice(from, at) });
      from = at;
    }
    const length = boxLength(head);
    // The last box may go on to the end, and what breaks off is for the reader to judge.
    if (length < 8) break;
    at += length;
  }
  return [...parts, { blob: file.blob.slice(from) }];
}

function boxLength(head: Uint8Array<ArrayBuffer>): number {
  if (head.length < 8) return 0;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const short = view.getUint32(0);
  if (short !== 1) return short;
  return head.length < BOX_HEADER ? 0 : Number(view.getBigUint64(8));
}
