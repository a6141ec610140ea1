/** Bytes held of a file at a time. */
const CHUNK = 2 ** 20;

/** Reads a file from its beginning to its end, a piece in memory at a time. */
export class ByteReader {
  readonly blob: Blob;
  readonly #signal: AbortSignal | undefined;
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #from = 0;

  constructor(blob: Blob, signal?: AbortSignal) {
    this.blob = blob;
    this.#signal = signal;
  }

  get size(): number {
    return this.blob.size;
  }

  /** The bytes at `at`, fewer at the end of the file; they may be overwritten by the next call. */
  async read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(at + length, this.size);
    if (at < this.#from || end > this.#from + this.#chunk.length) {
      this.#signal?.throwIfAborted();
      this.#from = at;
      this.#chunk = new Uint8Array(await this.blob.slice(at, at + Math.max(CHUNK, length)).arrayBuffer());
    }
    return this.#chunk.subarray(at - this.#from, Math.max(at, end) - this.#from);
  }

  /** Where the next of these bytes in a row begins, from `at` on; the file's end if there is none. */
  async find(pattern: readonly number[], at: number): Promise<number> {
    for (let from = at; from + pattern.length <= this.size; ) {
      const bytes = await this.read(from, Math.min(CHUNK, this.size - from));
      for (
        let i = bytes.indexOf(pattern[0]!);
        i >= 0 && i + pattern.length <= bytes.length;
        i = bytes.indexOf(pattern[0]!, i + 1)
      ) {
        if (pattern.every((byte, k) => bytes[i + k] === byte)) return from + i;
      }
      // The last bytes may begin one that the next piece ends.
      from += Math.max(1, bytes.length - pattern.length + 1);
    }
    return this.size;
  }
}

/** Whether `bytes` hold this text at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return at + text.length <= bytes.length && Array.from(text).every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}
