/**
 * The sample rate that a WAV or FLAC file states in its header, or `undefined`: the browser's decoder does not tell it.
 * Those two are the formats in which calls are kept at 8 or 16 kHz.
 */
export function statedRate(bytes: ArrayBuffer): number | undefined {
  const view = new DataView(bytes);
  const tag = (at: number) => (at + 4 <= view.byteLength ? String.fromCharCode(...new Uint8Array(bytes, at, 4)) : '');
  if (tag(0) === 'RIFF' && tag(8) === 'WAVE') {
    // Other chunks may come before the format.
    for (let at = 12; at + 16 <= view.byteLength; at += 8 + padded(view.getUint32(at + 4, true))) {
      if (tag(at) === 'fmt ') return view.getUint32(at + 12, true);
    }
  }
  // 20 bits of the stream's first block.
  if (tag(0) === 'fLaC' && view.byteLength >= 22) return view.getUint32(18) >>> 12;
  return undefined;
}

/** Chunks begin at even places. */
function padded(length: number): number {
  return length + (length % 2);
}
