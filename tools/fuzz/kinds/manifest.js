/** Manifests that say what they should not. */
import fc from 'fast-check';
import { change, edits } from '../bytes.js';
import { ensure, outcome } from '../expect.js';
import { elsewhere, manifestOf, serveFile, tiny, tinyBytes } from '../world.js';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\u202egnp.exe',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    '${1}',
    '../..',
  ),
  fc.constant('long').map(() => 'x'.repeat(300_000)),
);
/** `{elsewhere}` is another origin that the page does not allow. */
const address = fc.constantFrom(
  '{elsewhere}/tiny.onnx',
  '//{host}/tiny.onnx',
  '/\\{host}/tiny.onnx',
  '\\\\{host}\\tiny.onnx',
  'https:{host}',
  '../../tiny.onnx',
  '%2e%2e/tiny.onnx',
  'data:,',
  'blob:{elsewhere}/x',
  'javascript:1',
  'tiny.onnx?{elsewhere}',
  'tiny.onnx\n',
  '\ttiny.onnx',
  '.',
  '..',
  'nowhere.onnx',
);
const number = fc.constantFrom(0, -1, 0.5, 1, 2, 4, 2305, 2 ** 31, 2 ** 53, 1e308, -0);
const nested = fc.constant('nested').map(() => JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`));
const value = fc.oneof(text, address, number, fc.constantFrom(null, true, [], {}, [[]], { length: 1 }), nested);

const fields = fc.record(
  {
    name: value,
    version: value,
    file: fc.oneof({ weight: 3, arbitrary: address }, value),
    sha256: fc.oneof(fc.constantFrom('0'.repeat(64), 'G'.repeat(64), 'a'.repeat(63)), value),
    bytes: value,
    contract: value,
    speechThreshold: value,
    stateSize: value,
    licence: value,
    externalData: address,
  },
  { requiredKeys: [] },
);
const missing = fc.subarray(
  ['name', 'version', 'file', 'sha256', 'bytes', 'contract', 'speechThreshold', 'stateSize', 'licence'],
  {
    minLength: 1,
    maxLength: 3,
  },
);
const PROTOTYPE = '"__proto__":{"file":"x","polluted":true},"constructor":{"prototype":{"polluted":true}},';

const whole = fc.constantFrom(
  '',
  'null',
  '[]',
  '5',
  '"text"',
  '{',
  `${'{"a":'.repeat(50_000)}1`,
  '\ufeff{}',
  '<!doctype html>',
  '['.repeat(1e6),
);

const filled = (body) => body.replaceAll('{elsewhere}', elsewhere).replaceAll('{host}', new URL(elsewhere).host);

async function bodyOf({ fields: given, missing: gone = [], prototype, edits: changes, whole: all }) {
  if (all !== undefined) return all;
  const kept = { ...(await manifestOf(tinyBytes)), ...given };
  for (const name of gone) delete kept[name];
  const json = filled(JSON.stringify(kept));
  const written = prototype ? json.replace('{', `{${PROTOTYPE}`) : json;
  return changes ? change(new TextEncoder().encode(written), changes) : written;
}

export const manifest = {
  arbitrary: fc.oneof(
    { weight: 6, arbitrary: fc.record({ fields, prototype: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ missing }) },
    { weight: 2, arbitrary: fc.record({ edits }) },
    { weight: 1, arbitrary: fc.record({ whole }) },
  ),
  async run(given) {
    const at = await serveFile('manifest.json', await bodyOf(given));
    const code = await outcome(['model-invalid', 'asset-load'], async () => {
      const undertone = await tiny({ model: { manifest: at } });
      const { model } = undertone.capabilities;
      await undertone.close();
      ensure(
        Object.values(model).every((told) => typeof told === 'string' && told),
        `capabilities ${JSON.stringify(model)}`,
      );
    });
    ensure(!('polluted' in {}), 'a prototype was changed');
    return code;
  },
};
