import type { ByteReader } from './byte-reader.js';
import { tagBytes } from './id3.js';
import type { Counted, Part } from './part.js';

/** A frame of MP3 or AAC: these files are frames in a row, each with a header of its own, and so can be joined anywhere. */
export interface Frame {
  /** What must stay the same for a decoder to go on. */
  readonly format: string;
  readonly sampleRate: number;
  readonly samples: number;
  /** Bytes up to the next frame. */
  readonly bytes: number;
  /** Of a frame that holds no audio but tells of those after it: samples that the encoder added before and after them. */
  readonly added?: { readonly before: number; readonly after: number };
}

/** Reads the frame that `bytes` begin with; they are `FRAME_BYTES`, or fewer at the end of the file. */
export type FrameParser = (bytes: Uint8Array) => Frame | undefined;

/** Enough of a frame to read what it says. */
export const FRAME_BYTES = 256;

const SYNC = [0xff];

interface Open {
  readonly from: number;
  readonly format: string;
  readonly sampleRate: number;
  readonly before: number;
  readonly after: number;
  samples: number;
}

/** Cuts where the format of frames changes, and where a frame says that another file begins. */
export async function splitFrames(file: ByteReader, parse: FrameParser): Promise<Part[]> {
  const parts: Part[] = [];
  let open: Open | undefined;
  const close = (to: number) => {
    if (open && open.samples > 0) parts.push({ blob: file.blob.slice(open.from, to), counted: count(open) });
  };
  for (let at = 0; at < file.size; ) {
    const bytes = await file.read(at, FRAME_BYTES);
    const tag = tagBytes(bytes);
    if (tag > 0) {
      at += tag;
      continue;
    }
    const frame = parse(bytes);
    // Audio may look like a header of another format: one more such header must follow it.
    if (!frame || (frame.format !== open?.format && !(await isFollowed(file, at, frame, parse)))) {
      at = await file.find(SYNC, at + 1);
      continue;
    }
    if (frame.format !== open?.format || frame.added) {
      close(at);
      const { before, after } = frame.added ?? { before: 0, after: 0 };
      open = { from: at, format: frame.format, sampleRate: frame.sampleRate, before, after, samples: 0 };
    }
    if (!frame.added) open.samples += frame.samples;
    at += frame.bytes;
  }
  close(file.size);
  return parts;
}

function count({ sampleRate, samples, before, after }: Open): Counted {
  const skip = Math.min(before, samples);
  return { sampleRate, skip, length: Math.max(0, samples - skip - after) };
}

async function isFollowed(file: ByteReader, at: number, frame: Frame, parse: FrameParser): Promise<boolean> {
  const next = at + frame.bytes;
  if (next >= file.size) return next === file.size;
  const bytes = await file.read(next, FRAME_BYTES);
  return tagBytes(bytes) > 0 || parse(bytes)?.format === frame.format;
}
