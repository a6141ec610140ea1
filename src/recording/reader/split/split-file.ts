import { type ByteReader, hasText } from './byte-reader.js';
import { parseAdtsFrame, parseMp3Frame } from './frame-parsers.js';
import { ID3_HEADER, tagBytes } from './id3.js';
import { splitMatroska } from './matroska.js';
import { splitMp4 } from './mp4.js';
import type { Part } from './part.js';
import { splitFlac } from './flac.js';
import { FRAME_BYTES, splitFrames } from './frames.js';
import { splitOgg } from './ogg.js';
import { splitWav } from './wav.js';

/**
 * The files that a file is joined of, where its kind can be joined end to end. A demuxer reads the first of them and takes the
 * rest for noise, or for nothing; a decoder can be told only one format.
 */
export async function splitFile(file: ByteReader): Promise<Part[]> {
  const whole = [{ blob: file.blob }];
  const start = tagBytes(await file.read(0, ID3_HEADER));
  const head = (await file.read(start, FRAME_BYTES)).slice();
  if (hasText(head, 0, 'RIFF')) return splitWav(file);
  if (hasText(head, 0, 'OggS')) return splitOgg(file);
  if (hasText(head, 0, 'fLaC')) return splitFlac(file);
  if (hasText(head, 4, 'ftyp')) return splitMp4(file);
  if (head[0] === 0x1a && head[1] === 0x45) return splitMatroska(file);
  const parse = [parseMp3Frame, parseAdtsFrame].find((parser) => parser(head));
  if (!parse) return whole;
  const parts = await splitFrames(file, parse);
  return parts.length > 0 ? parts : whole;
}
