import { DEFAULT_MODEL } from '../defaults.js';
import { inWords, UndertoneError } from '../errors.js';

/** Where a model lies, for models that a bundler or a host puts under names of its own. */
export interface ModelUrls {
  /** URL of the manifest (`.json`). */
  readonly manifest: string | URL;
  /** URL of the model (`.onnx`); by default the manifest's `file`, beside it. */
  readonly file?: string | URL;
}

/** Single files that lie elsewhere than the rest. */
export interface AssetUrls {
  /** `undertone.worker.js` */
  readonly worker?: string | URL;
  /** `undertone.worklet.js` */
  readonly worklet?: string | URL;
  /** `ort-wasm-simd-threaded.wasm` */
  readonly runtime?: string | URL;
  /** What `webgpu()` of `undertone/webgpu` returns. */
  readonly webgpu?: WebGpuUrls;
}

/** The files of the WebGPU build; `undertone/webgpu` exports them. */
export interface WebGpuUrls {
  /** `webgpu/undertone.webgpu-worker.js` */
  readonly worker: string | URL;
  /** `webgpu/ort-wasm-simd-threaded.asyncify.wasm`, 27 MB */
  readonly runtime: string | URL;
}

/** For each file, the absolute URLs to try, in order. */
export interface Locations {
  readonly worker: readonly string[];
  readonly worklet: readonly string[];
  readonly runtime: readonly string[];
  readonly manifest: readonly string[];
  /** Empty: beside whichever manifest was found. */
  readonly model: readonly string[];
  readonly webgpu: { readonly worker: readonly string[]; readonly runtime: readonly string[] };
}

const FILES = {
  worker: 'undertone.worker.js',
  worklet: 'undertone.worklet.js',
  runtime: 'ort-wasm-simd-threaded.wasm',
} as const;

/** In the folder `webgpu`, out of every bundler's sight: its runtime is larger than some hosts allow a file to be. */
const WEBGPU_FILES = {
  worker: 'webgpu/undertone.webgpu-worker.js',
  runtime: 'webgpu/ort-wasm-simd-threaded.asyncify.wasm',
} as const;

/**
 * The files beside this one. Each URL is a literal of its own because that is the form which bundlers find and emit;
 * none is evaluated on import, so that the package loads where `import.meta.url` is no web address.
 */
const bundled = {
  worker: () => new URL('./undertone.worker.js', import.meta.url),
  worklet: () => new URL('./undertone.worklet.js', import.meta.url),
  runtime: () => new URL('./ort-wasm-simd-threaded.wasm', import.meta.url),
  // The same as its `.json`, which Parcel would make a script of.
  manifest: () => new URL('./undertone-en-open.manifest', import.meta.url),
  model: () => new URL('./undertone-en-open.onnx', import.meta.url),
};

/**
 * Where the package's own file lies, or nothing where the script has no address (a classic script has no `import.meta.url`).
 * @param page address of the page: some bundlers make these URLs relative to it
 */
function inPackage(url: () => URL, page: string): string[] {
  let href: string;
  try {
    ({ href } = url());
  } catch {
    return [];
  }
  // Vite's dev server moves a package's script but not the files beside it (vitejs/vite#8427): they are in the package.
  return [new URL(href.replace('/.vite/deps/', '/undertone/dist/'), page).href];
}

/**
 * @param assets folder that holds the package's files, or URLs of single ones; tried before the package's own place
 * @param model name of a model in that folder, or where its files lie
 * @param page address that relative URLs are relative to
 * @throws `bad-options` when one of them is no URL
 */
export function locate(assets: string | URL | AssetUrls | undefined, model: string | ModelUrls, page: string): Locations {
  const absolute = (url: string | URL, base: string = page) => resolve(url, base);
  const folder = typeof assets === 'string' || assets instanceof URL ? absolute(`${assets}`.replace(/\/?$/, '/')) : undefined;
  const single: AssetUrls = folder === undefined ? ((assets as AssetUrls | undefined) ?? {}) : {};
  const inFolder = (file: string) => (folder ? [absolute(file, folder)] : []);
  const choices = (name: keyof typeof FILES) => [
    ...(single[name] ? [absolute(single[name])] : []),
    ...inFolder(FILES[name]),
    ...inPackage(bundled[name], page),
  ];
  const webgpuFolders = folder ? [folder] : inPackage(bundled.worker, page);
  const webgpuChoices = (name: keyof typeof WEBGPU_FILES) => [
    ...(single.webgpu ? [absolute(single.webgpu[name])] : []),
    ...webgpuFolders.map((base) => absolute(WEBGPU_FILES[name], base)),
  ];
  const locations: Locations = {
    webgpu: { worker: webgpuChoices('worker'), runtime: webgpuChoices('runtime') },
    worker: choices('worker'),
    worklet: choices('worklet'),
    runtime: choices('runtime'),
    ...locateModel(model, inFolder, absolute, page),
  };
  const lost = (['worker', 'worklet', 'runtime', 'manifest'] as const).filter((name) => locations[name].length === 0);
  if (lost.length > 0) {
    const message = `This script has no address of its own (a classic script has no import.meta.url), so ${lost.join(', ')} cannot be found beside it: copy the package's files with "npx undertone copy-assets DIR", and say where they lie with the option "assets"${lost.includes('manifest') ? ' (a folder), or where the manifest is with "model"' : ''}.`;
    throw new UndertoneError('bad-options', message);
  }
  return locations;
}

function resolve(url: string | URL, base: string): string {
  try {
    return new URL(url, base).href;
  } catch (cause) {
    throw new UndertoneError(
      'bad-options',
      `${inWords(url instanceof URL ? url.href : url)} is no URL: check the options "assets" and "model".`,
      { cause },
    );
  }
}

function locateModel(
  model: string | ModelUrls,
  inFolder: (file: string) => string[],
  absolute: (url: string | URL, base?: string) => string,
  page: string,
): Pick<Locations, 'manifest' | 'model'> {
  if (typeof model !== 'string') {
    return { manifest: [absolute(model.manifest)], model: model.file ? [absolute(model.file)] : [] };
  }
  const manifests = inPackage(bundled.manifest, page);
  if (model !== DEFAULT_MODEL) {
    return { manifest: [...inFolder(`${model}.json`), ...manifests.map((base) => absolute(`${model}.json`, base))], model: [] };
  }
  return {
    manifest: [...inFolder(`${model}.json`), ...manifests],
    model: [...inFolder(`${model}.onnx`), ...inPackage(bundled.model, page)],
  };
}
