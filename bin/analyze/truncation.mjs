import { open } from 'node:fs/promises';

/** Ogg pages are at most this long. */
const OGG_PAGE = 65_307;

const ID3_HEADER = 10;

/** Bytes of an MP3 frame up to the end of the counts in it, at most. */
const MP3_COUNT_WITHIN = 52;

/** Of MP4: the length of a box and its name, and the longer length that may follow. */
const BOX_HEADER = 16;

/**
 * Sizes that stand for none in the header of a WAV which went through a pipe, where nobody could go back to write the true one: those of
 * the audio by GStreamer (0), sox, arecord and ffmpeg. Some add the length of the header to it, or take it away.
 */
const UNKNOWN_SIZES = [0, 0x7fff_f000, 0x7fff_ff00, 0x8000_0000, 0xffff_ffff];
const MAX_HEADER = 128;

/**
 * Why the file seems to end before its end, or `undefined`. Decoders take what is there of WAV, Ogg, FLAC and MP4
 * files without a word, so the container is asked; of MP3, only files with a Xing or Info header can tell.
 * @param {string} path
 * @param {number} duration seconds that were decoded
 */
export async function describeTruncation(path, duration) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await read(file, 0, 26);
    const magic = head.toString('latin1', 0, 4);
    if (magic === 'RIFF') return describeRiff(head, size);
    if (magic === 'OggS') return describeOgg(await read(file, Math.max(0, size - OGG_PAGE), OGG_PAGE));
    if (magic === 'fLaC') return describeFlac(head, duration);
    if (head.toString('latin1', 4, 8) === 'ftyp') return await describeMp4(file, size);
    return await describeMp3(file, head, size);
  } finally {
    await file.close();
  }
}

function describeRiff(head, size) {
  if (head.length < 8) return undefined;
  const announced = head.readUInt32LE(4);
  if (announced + 8 <= size || UNKNOWN_SIZES.some((unknown) => Math.abs(announced - unknown) <= MAX_HEADER)) return undefined;
  return describeMissing(announced + 8, size);
}

/** The last page of a complete Ogg stream says so in a flag, and is whole. */
function describeOgg(tail) {
  const message = 'The file ends early: its Ogg stream has no last page.';
  const start = tail.lastIndexOf('OggS');
  if (start < 0 || start + 27 > tail.length) return message;
  const segments = tail.subarray(start + 27, start + 27 + tail[start + 26]);
  const length = 27 + segments.length + segments.reduce((sum, bytes) => sum + bytes, 0);
  const isLast = (tail[start + 5] & 4) !== 0;
  return isLast && start + length <= tail.length ? undefined : message;
}

/** STREAMINFO comes first: 20 bits of sample rate, 8 of format, 36 of sample count, which is 0 where unknown. */
function describeFlac(head, duration) {
  if (head.length < 26) return undefined;
  const rate = head.readUIntBE(18, 3) >> 4;
  const announced = ((head[21] & 15) * 2 ** 32 + head.readUInt32BE(22)) / rate;
  if (announced <= duration + 0.1) return undefined;
  return `The file ends early: its header announces ${announced.toFixed(1)} s, and it has ${duration.toFixed(1)}.`;
}

/** MP4 is a row of boxes, each of which begins with its length; 0 stands for the rest of the file, 1 for a longer field. */
async function describeMp4(file, size) {
  for (let at = 0; at < size; ) {
    const box = await read(file, at, BOX_HEADER);
    if (box.length < 8) return describeMissing(at + 8, size);
    const short = box.readUInt32BE(0);
    if (short === 0 || (short === 1 && box.length < BOX_HEADER)) return undefined;
    const length = short === 1 ? Number(box.readBigUInt64BE(8)) : short;
    if (length < 8) return undefined;
    if (at + length > size) return describeMissing(at + length, size);
    at += length;
  }
  return undefined;
}

/** The first frame of MP3, behind a tag with name and picture, may hold the count of bytes from there on. */
async function describeMp3(file, head, size) {
  const start = head.toString('latin1', 0, 3) === 'ID3' ? ID3_HEADER + readSyncsafe(head, 6) : 0;
  const frame = await read(file, start, MP3_COUNT_WITHIN);
  const isLayer3 = frame.length === MP3_COUNT_WITHIN && frame[0] === 0xff && (frame[1] & 0xe6) === 0xe2;
  if (!isLayer3) return undefined;
  const isMpeg1 = (frame[1] & 0x18) === 0x18;
  const isMono = frame[3] >> 6 === 3;
  const at = 4 + (isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  const flags = frame.readUInt32BE(at + 4);
  if (!['Xing', 'Info'].includes(frame.toString('latin1', at, at + 4)) || !(flags & 2)) return undefined;
  const announced = frame.readUInt32BE(at + (flags & 1 ? 12 : 8));
  return announced <= size - start ? undefined : describeMissing(start + announced, size);
}

/** Four bytes of seven bits. */
function readSyncsafe(bytes, at) {
  return bytes.subarray(at, at + 4).reduce((value, byte) => value * 128 + byte, 0);
}

function describeMissing(announced, size) {
  return `The file ends early: its header announces ${announced} bytes, and it has ${size}.`;
}

async function read(file, from, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
