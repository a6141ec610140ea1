import { readFile } from 'node:fs/promises';

/** A script whose default export is the bytes of the WebAssembly module at `path`: who imports it loads nothing. */
export async function inlinedWasm(path) {
  const base64 = (await readFile(path)).toString('base64');
  return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`;
}
