import { hasText } from './byte-reader.js';

/** Enough to tell how long a tag is. */
export const ID3_HEADER = 10;

const ID3_AT_END = 128;

/** Length of the tag with title and picture that `bytes` begin with, before or behind the audio; 0 if they are none. */
export function tagBytes(bytes: Uint8Array): number {
  if (hasText(bytes, 0, 'TAG')) return ID3_AT_END;
  if (!hasText(bytes, 0, 'ID3') || bytes.length < ID3_HEADER) return 0;
  // Four bytes of seven bits.
  return ID3_HEADER + bytes.subarray(6, ID3_HEADER).reduce((value, byte) => value * 128 + byte, 0);
}
