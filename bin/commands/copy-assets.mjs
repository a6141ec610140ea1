/** `undertone copy-assets DIR`: what a page loads at run time, into a folder that a server gives out; see `--help`. */
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npx undertone copy-assets DIR [--webgpu] [--script] [--quiet]

Copies what a page loads at run time into the folder DIR: the worker, the worklet, the WebAssembly
runtime, the model and its manifest. Only for bundlers and hosts that do not find these files by
themselves; docs/hosts.md says which. Run it at each build, best by a script of package.json: files
and code must be of one version.

  --webgpu   the WebGPU build, too (27 MB), for provider: 'webgpu'
  --script   undertone.global.js, too, for a page without a bundler, and its reader of recordings
  --quiet    print nothing but failures
  --help     this text

Exit code: 0 all was copied, 1 something failed, 2 the command was not understood.
`;

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const FILES = [
  'undertone.worker.js',
  'undertone.worklet.js',
  'ort-wasm-simd-threaded.wasm',
  'undertone-en-open.json',
  // The same, as the package's own script asks for it where it lies in this folder.
  'undertone-en-open.manifest',
  'undertone-en-open.onnx',
];

const WEBGPU_FILES = ['webgpu/undertone.webgpu-worker.js', 'webgpu/ort-wasm-simd-threaded.asyncify.wasm'];

const SCRIPT_FILES = ['undertone.global.js', 'undertone.recordings.js'];

/** Folders that hosts serve as the root of the site, so that what lies in them has a shorter address. */
const ROOTS = /^(public|static|dist|build|out|www|htdocs)$/;

const OPTIONS = {
  webgpu: { type: 'boolean', default: false },
  script: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
};

/**
 * @param {string[]} words the command line behind `copy-assets`
 * @returns {Promise<number>} the exit code
 */
export async function run(words) {
  const { folder, webgpu, script, quiet, help, problem } = read(words);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (problem) {
    process.stderr.write(`${problem}\n\n${USAGE}`);
    return 2;
  }
  const print = (text) => quiet || process.stdout.write(`${text}\n`);
  let bytes = 0;
  for (const file of [...FILES, ...(webgpu ? WEBGPU_FILES : []), ...(script ? SCRIPT_FILES : [])]) {
    const target = resolve(folder, file);
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(DIST, file), target);
      const { size } = await stat(target);
      bytes += size;
      print(`${join(folder, file)}  ${sizeOf(size)}`);
    } catch (error) {
      process.stderr.write(`${file} was not copied to ${folder}: ${error.message}\n`);
      return 1;
    }
  }
  print(`\n${sizeOf(bytes)} copied. ${script ? linesOfScript(folder) : linesOfBundle(folder, webgpu)}`);
  return 0;
}

function read(words) {
  try {
    const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
    const [folder, ...more] = positionals;
    if (values.help) return values;
    if (folder === undefined || more.length > 0) return { problem: 'One folder is to be named.' };
    return { ...values, folder };
  } catch ({ message }) {
    return { problem: message };
  }
}

function linesOfBundle(folder, webgpu) {
  const provider = webgpu ? ", provider: 'webgpu'" : '';
  return `If they are not beside the script of the app, it says where they are served:

  const undertone = await createUndertone({ assets: '${addressOf(folder)}'${provider} });`;
}

const linesOfScript = (folder) => `The script finds them beside itself:

  <script src="${addressOf(folder).replace(/\/?$/, '/')}undertone.global.js"></script>`;

function addressOf(folder) {
  const parts = folder.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  const root = parts.findLastIndex((part) => ROOTS.test(part));
  return `/${parts.slice(root + 1).join('/')}`;
}

const sizeOf = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
