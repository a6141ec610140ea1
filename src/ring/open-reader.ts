import { ChunkReader } from './chunk-reader.js';
import type { FrameReader } from './frame-reader.js';
import type { ReaderOptions } from './transport.js';
import { SharedRingReader } from './shared-ring-reader.js';

/** The reader for whichever transport the page chose. */
export function openReader(options: ReaderOptions): FrameReader {
  return options.transport === 'shared' ? new SharedRingReader(options.buffer) : new ChunkReader(options.port);
}
