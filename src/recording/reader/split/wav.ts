import { type ByteReader, hasText } from './byte-reader.js';
import type { Part } from './part.js';

const CHUNK_HEADER = 8;
const MAX_SIZE = 0xffff_ffff;

/**
 * WAV files, one or several in a row, each with sizes in its header that are true: what writes into a pipe cannot go back and
 * says 0 or some great number, and what was cut short says more than there is.
 */
export async function splitWav(file: ByteReader): Promise<Part[]> {
  const parts: Part[] = [];
  for (let at = 0; at < file.size; ) {
    const head = await file.read(at, 12);
    if (!hasText(head, 0, 'RIFF') || !hasText(head, 8, 'WAVE')) break;
    const data = await findData(file, at + 12);
    if (!data) break;
    const end = data.size === 0 || data.from + data.size > file.size ? file.size : data.from + data.size;
    parts.push({ blob: await withTrueSizes(file, at, data.from, end) });
    at = await nextRiff(file, end);
  }
  // What is no such file is for the reader to judge.
  return parts.length > 0 ? parts : [{ blob: file.blob }];
}

async function findData(file: ByteReader, from: number): Promise<{ from: number; size: number } | undefined> {
  for (let at = from; at + CHUNK_HEADER <= file.size; ) {
    const head = await file.read(at, CHUNK_HEADER);
    const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    if (hasText(head, 0, 'data')) return { from: at + CHUNK_HEADER, size };
    // Chunks begin at even places.
    at += CHUNK_HEADER + size + (size % 2);
  }
  return undefined;
}

async function withTrueSizes(file: ByteReader, from: number, dataFrom: number, end: number): Promise<Blob> {
  const head = (await file.read(from, dataFrom - from)).slice();
  const view = new DataView(head.buffer);
  view.setUint32(4, Math.min(end - from - CHUNK_HEADER, MAX_SIZE), true);
  view.setUint32(head.length - 4, Math.min(end - dataFrom, MAX_SIZE), true);
  return new Blob([head, file.blob.slice(dataFrom, end)]);
}

/** Behind the audio may come chunks with notes, and then another file. */
async function nextRiff(file: ByteReader, from: number): Promise<number> {
  for (let at = from + (from % 2); at + CHUNK_HEADER <= file.size; ) {
    const head = await file.read(at, CHUNK_HEADER);
    if (hasText(head, 0, 'RIFF')) return at;
    const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    if (!/^[\w ]{4}$/.test(String.fromCharCode(...head.subarray(0, 4)))) return file.size;
    at += CHUNK_HEADER + size + (size % 2);
  }
  return file.size;
}
