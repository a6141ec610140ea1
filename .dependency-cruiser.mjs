/**
 * Who may import whom; imports of types count. ARCHITECTURE.md draws it, and each rule has a planted breach in
 * test/checks/layering.test.mjs.
 */

/**
 * Folders and loose files of `src`, bottom up. Each may import from those below; neighbours on one floor do not know each
 * other, so there can be no circle of folders.
 */
const FLOORS = [
  ['errors', 'defaults', 'emitter'],
  ['model', 'ring'],
  ['assets', 'capabilities'],
  ['capture', 'inference'],
  ['options', 'estimates'],
  ['events'],
  ['stream'],
  ['recording'],
  ['undertone', 'deprecated'],
  ['index'],
  ['webgpu', 'adapters', 'elements', 'report', 'react'],
];

/** The only files that stand loose in `src`: what is public, and leaves. */
const LOOSE = [
  'index',
  'undertone',
  'options',
  'events',
  'errors',
  'capabilities',
  'defaults',
  'emitter',
  'webgpu',
  'deprecated',
];

/** What uses the package as anybody does. */
const ABOVE_INDEX = FLOORS.at(-1);

/** What nothing of the package imports: pages, the worker's thread and the audio thread begin there. */
const ENTRIES = ['^src/(index|webgpu|elements/index|report/index)\\.ts$', '^src/(adapters|react)/', '\\.(worker|worklet)\\.ts$'];

const isLoose = (name) => LOOSE.includes(name);
const anyOf = (names) => `(${names.map((name) => (isLoose(name) ? `${name}\\.ts` : `${name}/`)).join('|')})`;
const inSrc = (names) => `^src/${anyOf(names)}`;

/** From each part of a floor to its neighbours and to what is above. */
const floors = FLOORS.flatMap((floor, height) =>
  floor
    .map((part) => ({ part, forbidden: [...floor, ...FLOORS.slice(height + 1).flat()].filter((other) => other !== part) }))
    .filter(({ forbidden }) => forbidden.length > 0)
    .map(({ part, forbidden }) => ({
      name: `floor-of-${part}`,
      comment: `src/${part} imports only from the floors below it.`,
      severity: 'error',
      from: { path: inSrc([part]) },
      to: { path: inSrc(forbidden) },
    })),
);

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const threads = [
  forbid(
    'worker-imports',
    'The worker runs the model: it reads the contract and the ring, and shares the protocol and the policy of Trusted Types with the page, nothing more.',
    { path: '^src/inference/worker/' },
    {
      path: '^(src|worklets)/',
      pathNot:
        '^src/(inference/(worker/|admit|protocol|ready|wire-errors)|model/|ring/|assets/trusted-types\\.ts|errors\\.ts|defaults\\.ts)',
    },
  ),
  forbid(
    'worker-is-a-file-of-its-own',
    'The page starts the worker by its address and shares no module with it but the protocol.',
    { path: '^(src|worklets)/', pathNot: '^src/inference/worker/' },
    { path: '^src/inference/worker/' },
  ),
  forbid(
    'runtime-stays-in-the-worker',
    'The runtime and the resampler are megabytes: no page loads them with the package.',
    { path: '^(src|worklets)/', pathNot: '^src/inference/worker/' },
    { path: '(onnxruntime-web|speex-resampler-wasm)' },
  ),
  forbid(
    'worklet-imports',
    'The audio thread writes into the ring, and does nothing else.',
    { path: '^worklets/' },
    { path: '.', pathNot: '^(worklets/|src/ring/(chunk-writer|shared-ring-writer|frame-writer|layout|transport)\\.ts)' },
  ),
  forbid(
    'worklet-is-a-file-of-its-own',
    'Of the worklets, the page imports the downmix alone, to do the same to a recording and to what an app writes.',
    { path: '^src/' },
    { path: '^worklets/', pathNot: '^worklets/downmix\\.ts$' },
  ),
];

const reader = [
  forbid(
    'reader-is-a-script-of-its-own',
    "Demuxers are larger than the page's part of the package: the reader of recordings is loaded when a recording is analysed.",
    { path: '^(src|worklets)/', pathNot: '^src/recording/reader/' },
    { path: '^src/recording/reader/', dynamic: false },
  ),
  forbid(
    'reader-imports',
    'The reader shares the downmix with the audio thread, and types with nobody: a second copy of a class would be another class.',
    { path: '^src/recording/reader/' },
    { path: '^(src|worklets)/', pathNot: '^(src/recording/(reader/|reading\\.ts$)|worklets/downmix\\.ts$)' },
  ),
  forbid(
    'demuxers-stay-in-the-reader',
    'The page loads them with the reader, and not before.',
    { path: '^(src|worklets)/', pathNot: '^src/recording/reader/' },
    { path: 'mediabunny' },
  ),
];

const surface = [
  forbid(
    'users-import-undertone',
    `Entries beside the index, and examples, import 'undertone', as any user does: a path would bring a second copy.`,
    { path: [`^src/${anyOf(ABOVE_INDEX)}`, '^examples/'] },
    { path: '^(src|worklets)/', pathNot: `^src/${anyOf(ABOVE_INDEX)}` },
  ),
  forbid(
    'src-is-all-there-is',
    'What is shipped imports nothing of the repository beside it.',
    { path: '^(src|worklets)/' },
    {
      path: '^(examples|test|tools|models)/',
    },
  ),
  forbid(
    'commands-use-the-build',
    'The commands ship, and have Node and `dist/` where they are installed, and nothing else.',
    { path: '^bin/' },
    { path: '^(src|worklets|examples|test|tools|models|node_modules)/' },
  ),
  forbid(
    'loose-file-imported',
    'A loose file in src/ is public or a leaf; anything else belongs in the folder of its stage.',
    {},
    { path: '^src/[^/]+$', pathNot: `^src/(${LOOSE.join('|')})\\.ts$` },
  ),
  forbid(
    'loose-file-importing',
    'A loose file in src/ is public or a leaf; anything else belongs in the folder of its stage.',
    { path: '^src/[^/]+$', pathNot: `^src/(${LOOSE.join('|')})\\.ts$` },
    {},
  ),
  forbid(
    'unknown-folder',
    'A new folder of src/ needs a floor in .dependency-cruiser.mjs.',
    { path: '^src/[^/]+/', pathNot: inSrc(FLOORS.flat()) },
    {},
  ),
];

const tidiness = [
  forbid('no-circle', 'A circle of files cannot be read, tested or loaded from either end.', {}, { circular: true }),
  forbid(
    'no-dead-module',
    'What no entry, worker, worklet or tool reaches is dead.',
    { path: [...ENTRIES, '^examples/', '^tools/'] },
    { path: '^(src|worklets)/', pathNot: [...ENTRIES, '\\.d\\.ts$'], reachable: false },
  ),
];

export default {
  forbidden: [...floors, ...threads, ...reader, ...surface, ...tidiness],
  options: {
    // Parsed with swc: TypeScript 7 has no API that dependency-cruiser could use.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'] },
  },
};
