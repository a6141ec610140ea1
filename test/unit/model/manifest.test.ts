import { expect } from 'chai';
import { parseManifest } from '../../../src/model/manifest.js';
import { errorOf } from '../../support/errors.js';

const URL_OF_IT = 'https://app.example/model.json';
const GOOD = {
  name: 'm',
  version: '1.0.0',
  file: 'm.onnx',
  sha256: 'a'.repeat(64),
  bytes: 10,
  contract: 1,
  stateSize: 2305,
  speechThreshold: 0.5,
  licence: 'MIT',
};
const parse = (fields: object) => parseManifest(JSON.stringify(fields), URL_OF_IT);

describe('manifest', () => {
  it('is read when complete, whatever else it holds', () => {
    expect(parse({ ...GOOD, figures: [1, 2] })).to.deep.include({ name: 'm', file: 'm.onnx', speechThreshold: 0.5 });
  });

  it('of the shipped model is complete', async () => {
    const text = await (await fetch('/models/undertone-en-open.json')).text();
    expect(parseManifest(text, URL_OF_IT)).to.include({ name: 'undertone-en-open', contract: 1, stateSize: 2305 });
  });

  const wrong: Record<string, unknown> = {
    name: '',
    version: undefined,
    file: '../other/m.onnx',
    sha256: 'A'.repeat(64),
    bytes: 0,
    contract: 2,
    stateSize: 0,
    speechThreshold: 1.5,
    licence: null,
  };
  for (const [field, value] of Object.entries(wrong)) {
    it(`is refused for its ${field}, by name, when that is ${JSON.stringify(value)}`, async () => {
      const { message } = await errorOf('model-invalid', () => parse({ ...GOOD, [field]: value }));
      expect(message)
        .to.include(URL_OF_IT)
        .and.match(new RegExp(`fields: ${field}\\.`));
    });
  }

  for (const file of [
    'https:elsewhere.example',
    'data:,',
    'blob:x',
    '..',
    '.',
    'a/b.onnx',
    'a\\b.onnx',
    '//elsewhere.example',
    'm.onnx?to=x',
    'm.onnx#x',
    '%2e%2e',
  ]) {
    it(`is refused when its file is ${JSON.stringify(file)}: a model lies beside its manifest`, () =>
      errorOf('model-invalid', () => parse({ ...GOOD, file })));
  }

  it('is refused with all its faults at once', async () => {
    const { message } = await errorOf('model-invalid', () => parse({ ...GOOD, file: 1, contract: 2 }));
    expect(message).to.include('file').and.include('contract');
  });

  for (const text of ['', '<!doctype html>', 'null', '[]', '"text"', '{"name":']) {
    it(`is refused when it is ${JSON.stringify(text)}`, () => errorOf('model-invalid', () => parseManifest(text, URL_OF_IT)));
  }
});
