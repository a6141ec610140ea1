/** What hosts give in place of the file that was meant, by how it begins; texts in lower case and without the space before them. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^(<!doctype html|<html|<head|<body|<!--)/, 'an HTML page'],
  [/^<\?xml/, 'an XML document'],
  [/^version https:\/\/git-lfs/, 'a Git LFS pointer, whose file was not fetched'],
  [/^[{[]\s*["\]}{[\d]/, 'JSON'],
  [/^(["'`(;]|\/[/*]|(import|export|const|let|var|function|class|async|throw|globalthis|self)\b)/, 'a script'],
];

const BYTES: readonly (readonly [readonly number[], string])[] = [
  [[0, 0x61, 0x73, 0x6d], 'a WebAssembly module'],
  [[0x1f, 0x8b], 'gzip, which the server does not declare in Content-Encoding'],
];

/** Control characters, which no text has in its first words. */
const BINARY = /[^\t\n\f\r\u0020-\uffff]|\ufffd/;

/** What `bytes` are, in words, or `undefined` where they are nothing that is known here: a model, say. */
export function kindOf(bytes: ArrayBuffer): string | undefined {
  if (bytes.byteLength === 0) return 'an empty body';
  const start = new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 64));
  const binary = BYTES.find(([magic]) => magic.every((byte, i) => start[i] === byte));
  if (binary) return binary[1];
  const text = new TextDecoder().decode(start);
  // The last character may be cut in two.
  if (BINARY.test(text.slice(0, -1))) return undefined;
  return TEXTS.find(([pattern]) => pattern.test(text.trimStart().toLowerCase()))?.[1];
}

/** Says what is there in place of a file of this kind, or `undefined` if it may be one. */
type Check = (bytes: ArrayBuffer, type: string) => string | undefined;

const not = (kind: string | undefined, type: string) => `${kind ?? 'another file'} of type ${type}`;

/** A manifest; what is not known may be one that is broken, which is said by whoever reads it. */
export const isJson: Check = (bytes, type) =>
  [undefined, 'JSON'].includes(kindOf(bytes)) ? undefined : not(kindOf(bytes), type);

/** The runtime. */
export const isWasm: Check = (bytes, type) => (kindOf(bytes) === BYTES[0]![1] ? undefined : not(kindOf(bytes), type));

/** A model, which has no mark of its own: whatever is nothing else. */
export const isModel: Check = (bytes, type) => (kindOf(bytes) ? not(kindOf(bytes), type) : undefined);
