import { throwIfAborted, UndertoneError } from '../errors.js';
import { explainCsp } from './csp.js';

/** What is to be done where a file of the package is missing. */
export const WHAT_TO_SERVE =
  'Serve the package\'s files ("npx undertone copy-assets DIR" copies them), or say where they are with the option "assets".';

export interface FetchOptions {
  signal?: AbortSignal | undefined;
  /** Called as bytes come in; `total` is `undefined` when the server does not say. */
  onBytes?: (loaded: number, total: number | undefined) => void;
  /** A body with more bytes than this is not the file, and is not read on. */
  most?: number | undefined;
}

export interface Asset {
  /** The URL that answered. */
  url: string;
  bytes: ArrayBuffer;
}

/**
 * The first of `urls` that answers with what `accept` takes.
 * @param accept says what is wrong with the bytes, or `undefined` if they are right
 * @throws `asset-load` with all URLs and each one's reason, `model-invalid` for a body that is too long, `csp-blocked`, `aborted`
 */
export async function fetchAsset(
  what: string,
  urls: readonly string[],
  accept: (bytes: ArrayBuffer, type: string) => string | undefined,
  { signal, onBytes = () => {}, most = Number.POSITIVE_INFINITY }: FetchOptions = {},
): Promise<Asset> {
  const reasons: string[] = [];
  const causes: unknown[] = [];
  for (const url of urls) {
    throwIfAborted(signal);
    try {
      const response = await explainCsp([url], () => fetch(url, { signal: signal ?? null }));
      if (!response.ok) throw new Error(`HTTP status ${response.status}`);
      const bytes = await readBody(response, most, onBytes);
      const wrong = accept(bytes, response.headers.get('content-type') ?? 'no content type');
      if (wrong) throw new Error(wrong);
      return { url, bytes };
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof UndertoneError) throw error;
      causes.push(error);
      reasons.push(`${url} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  const message = `Could not load ${what}. Tried ${reasons.join(', ')}. ${WHAT_TO_SERVE}`;
  throw new UndertoneError('asset-load', message, { cause: causes.length > 1 ? new AggregateError(causes) : causes[0], urls });
}

async function readBody(
  response: Response,
  most: number,
  onBytes: (loaded: number, total: number | undefined) => void,
): Promise<ArrayBuffer> {
  // With a content encoding the length is of the compressed body, which is not what arrives here.
  const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  const total = length === null ? undefined : Number(length);
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      if (loaded > most) {
        const message = `${response.url} is not the file that was published: it has more than ${most} bytes. Download it again, or rebuild the folder of assets.`;
        tooLong = new UndertoneError('model-invalid', message, { urls: [response.url] });
        throw tooLong;
      }
      onBytes(loaded, total);
      controller.enqueue(chunk);
    },
  });
  let loaded = 0;
  let tooLong: UndertoneError | undefined;
  if (!response.body) return response.arrayBuffer();
  try {
    return await new Response(response.body.pipeThrough(counter)).arrayBuffer();
  } catch (error) {
    // Browsers throw one of their own for it.
    throw tooLong ?? error;
  }
}
