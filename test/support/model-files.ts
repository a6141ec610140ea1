import type { LoadProgress, ModelUrls } from 'undertone';

const MANIFEST_URL = '/dist/undertone-en-open.json';
export const MODEL_URL = '/dist/undertone-en-open.onnx';

/** The shipped manifest. */
export async function shippedManifest(): Promise<Record<string, unknown>> {
  return (await fetch(MANIFEST_URL)).json();
}

/** A model of one's own: the shipped manifest with `fields`, and `file` in place of the shipped model if given. */
export async function modelWith(fields: Record<string, unknown>, file?: BlobPart): Promise<ModelUrls> {
  const manifest = new Blob([JSON.stringify({ ...(await shippedManifest()), ...fields })]);
  return {
    manifest: URL.createObjectURL(manifest),
    file: file === undefined ? MODEL_URL : URL.createObjectURL(new Blob([file])),
  };
}

/** A model whose digest is right and whose content is `bytes`. */
export async function modelOf(bytes: Uint8Array<ArrayBuffer>): Promise<ModelUrls> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return modelWith({ sha256, bytes: bytes.length }, bytes);
}

/** Forgets every file that Undertone keeps. */
export async function emptyCache(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}

/** Progress with what is of one file. */
export const ofPhase = (progress: readonly LoadProgress[], phase: LoadProgress['phase']) =>
  progress.filter((step) => step.phase === phase);
