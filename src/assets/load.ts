import { UndertoneError } from '../errors.js';
import { dropFromCache, readCache, writeCache } from './cache.js';
import { isJson, isModel, isWasm } from './content.js';
import { fetchAsset } from './fetch-asset.js';
import type { Locations } from './locations.js';
import { parseManifest, type ModelManifest } from '../model/manifest.js';

/** How far loading has come. */
export interface LoadProgress {
  /**
   * A file that is loading (both do at once), then `start` while the session is created and warmed up, then `ready`. Where WebGPU or
   * threads do not start, `runtime` and `start` come once more before it.
   */
  readonly phase: 'model' | 'runtime' | 'start' | 'ready';
  /** Bytes of this file so far, and in all if known. */
  readonly loaded: number;
  /** Bytes of this file, where the server or the model's manifest says. */
  readonly total: number | undefined;
  /** Whether the file came from the Cache API. */
  readonly cached: boolean;
}

export interface LoadOptions {
  signal?: AbortSignal | undefined;
  onProgress: (progress: LoadProgress) => void;
}

export interface LoadedModel {
  manifest: ModelManifest;
  bytes: ArrayBuffer;
}

/** What may be one; other bytes are passed over, and named where there is no other place to look. */
const ACCEPTED = { model: isModel, runtime: isWasm };

/** Bytes of a manifest at most: those that ship have 10 kB. */
const MAX_MANIFEST = 1e6;

/** Fetches the manifest, then the model from the cache or the network, checked against the manifest's digest. */
export async function loadModel(locations: Locations, options: LoadOptions): Promise<LoadedModel> {
  const found = await fetchAsset('the model manifest', locations.manifest, isJson, {
    signal: options.signal,
    most: MAX_MANIFEST,
  });
  const manifest = parseManifest(new TextDecoder().decode(found.bytes), found.url);
  const urls = locations.model.length > 0 ? locations.model : [besideManifest(manifest.file, found.url)];
  const bytes = await loadBySha256('model', 'the model', urls, manifest.sha256, options, manifest.bytes);
  return { manifest, bytes };
}

/** @throws `bad-options` where nothing lies beside the manifest: it is a `blob:` or `data:` URL */
function besideManifest(file: string, manifest: string): string {
  try {
    return new URL(file, manifest).href;
  } catch (cause) {
    const message = `Nothing lies beside a manifest at ${manifest.slice(0, 100)}: say where the model is with the option "model" ({ manifest, file }).`;
    throw new UndertoneError('bad-options', message, { cause });
  }
}

/** The runtime's WebAssembly module, which belongs to the onnxruntime-web that this build was made with. */
export function loadRuntime(urls: readonly string[], sha256: string, options: LoadOptions): Promise<ArrayBuffer> {
  return loadBySha256('runtime', 'the WebAssembly runtime', urls, sha256, options);
}

async function loadBySha256(
  phase: 'model' | 'runtime',
  what: string,
  urls: readonly string[],
  sha256: string,
  { signal, onProgress }: LoadOptions,
  /** Bytes, where that is known: the server does not say, as with compressed bodies, or says more. */
  size?: number,
): Promise<ArrayBuffer> {
  const kept = await readCache(sha256);
  if (kept && (await digest(kept)) === sha256) {
    onProgress({ phase, loaded: kept.byteLength, total: kept.byteLength, cached: true });
    return kept;
  }
  if (kept) await dropFromCache(sha256);

  const onBytes = (loaded: number, total = size) => onProgress({ phase, loaded, total, cached: false });
  const { url, bytes } = await fetchAsset(what, urls, ACCEPTED[phase], { signal, onBytes, most: size });
  const actual = await digest(bytes);
  if (size !== undefined && bytes.byteLength !== size) {
    const message = `${url} is not the file that was published: it has ${bytes.byteLength} bytes, and ${size} are said. Download it again, or rebuild the folder of assets.`;
    throw new UndertoneError('model-invalid', message, { urls: [url] });
  }
  if (actual !== sha256) {
    const message = `${url} is not the file that was published: its SHA-256 is ${actual}, not ${sha256} (${bytes.byteLength} bytes). Download it again, or rebuild the folder of assets.`;
    throw new UndertoneError('model-invalid', message, { urls: [url] });
  }
  await writeCache(sha256, bytes);
  return bytes;
}

async function digest(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
