import { hasText } from './byte-reader.js';
import type { Frame } from './frames.js';

/** kbit/s of layer III by their number in the header, of MPEG-1 and of its lower-rate kin. */
const BITRATES = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  lower: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** Hz of MPEG-1; MPEG-2 has half of them and MPEG-2.5 a quarter. */
const MP3_RATES = [44_100, 48_000, 32_000];
const RATE_DIVISOR = [4, undefined, 2, 1];

/** Samples that a decoder is late by, beside those that the encoder says it added. */
const DECODER_DELAY = 529;

const AAC_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350];
const AAC_SAMPLES = 1024;

/** Of MP3 (MPEG-1, 2 and 2.5, layer III). */
export function parseMp3Frame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < 4 || bytes[0] !== 0xff || (bytes[1]! & 0xe6) !== 0xe2) return undefined;
  const version = (bytes[1]! >> 3) & 3;
  const isMpeg1 = version === 3;
  const divisor = RATE_DIVISOR[version];
  const rate = MP3_RATES[(bytes[2]! >> 2) & 3];
  const bitrate = BITRATES[isMpeg1 ? 'mpeg1' : 'lower'][bytes[2]! >> 4];
  if (!divisor || !rate || !bitrate) return undefined;
  const sampleRate = rate / divisor;
  const samples = isMpeg1 ? 1152 : 576;
  const isMono = bytes[3]! >> 6 === 3;
  const padding = (bytes[2]! >> 1) & 1;
  const frame = {
    format: `mp3 ${sampleRate} ${isMono ? 1 : 2}`,
    sampleRate,
    samples,
    bytes: Math.floor((samples * bitrate * 125) / sampleRate) + padding,
  };
  const added = addedByEncoder(bytes, 4 + (isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17));
  return added ? { ...frame, added } : frame;
}

/** Of AAC in ADTS. */
export function parseAdtsFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < 7 || bytes[0] !== 0xff || (bytes[1]! & 0xf6) !== 0xf0) return undefined;
  const sampleRate = AAC_RATES[(bytes[2]! >> 2) & 15];
  const length = ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  if (!sampleRate || length < 7) return undefined;
  const channels = ((bytes[2]! & 1) << 2) | (bytes[3]! >> 6);
  const samples = AAC_SAMPLES * ((bytes[6]! & 3) + 1);
  return { format: `aac ${bytes[2]! >> 6} ${sampleRate} ${channels}`, sampleRate, samples, bytes: length };
}

/** An MP3 begins with a frame that counts the others ("Xing", "Info"), and after it says what LAME and its kin added. */
function addedByEncoder(bytes: Uint8Array, at: number): Frame['added'] {
  if (!hasText(bytes, at, 'Xing') && !hasText(bytes, at, 'Info')) return undefined;
  const flags = bytes[at + 7] ?? 0;
  const counts = (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const encoder = at + 8 + counts;
  if (!hasText(bytes, encoder, 'LAME') && !hasText(bytes, encoder, 'Lav')) return { before: 0, after: 0 };
  const [a = 0, b = 0, c = 0] = bytes.subarray(encoder + 21, encoder + 24);
  return { before: ((a << 4) | (b >> 4)) + DECODER_DELAY, after: Math.max(0, (((b & 15) << 8) | c) - DECODER_DELAY) };
}
