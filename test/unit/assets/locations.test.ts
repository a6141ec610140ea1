import { expect } from 'chai';
import { locate } from '../../../src/assets/locations.js';
import { DEFAULT_MODEL } from '../../../src/defaults.js';
import { errorOf } from '../../support/errors.js';

const PAGE = 'https://app.example/deep/page.html';
const OWN = new URL('../../../src/assets/', import.meta.url).href;

describe('locations of the package’s files', () => {
  it('are beside its own script by default', () => {
    const { worker, worklet, runtime, manifest, model } = locate(undefined, DEFAULT_MODEL, PAGE);
    expect({ worker, worklet, runtime, manifest, model }).to.deep.equal({
      worker: [`${OWN}undertone.worker.js`],
      worklet: [`${OWN}undertone.worklet.js`],
      runtime: [`${OWN}ort-wasm-simd-threaded.wasm`],
      manifest: [`${OWN}undertone-en-open.manifest`],
      model: [`${OWN}undertone-en-open.onnx`],
    });
  });

  for (const folder of ['/static', '/static/', 'https://app.example/static', new URL('https://app.example/static/')]) {
    it(`are looked for in the folder ${folder} first`, () => {
      const { worker, runtime, model } = locate(folder, DEFAULT_MODEL, PAGE);
      expect(worker).to.deep.equal(['https://app.example/static/undertone.worker.js', `${OWN}undertone.worker.js`]);
      expect(runtime[0]).to.equal('https://app.example/static/ort-wasm-simd-threaded.wasm');
      expect(model[0]).to.equal('https://app.example/static/undertone-en-open.onnx');
    });
  }

  it('may be given one by one, relative to the page', () => {
    const { worker, worklet } = locate({ worker: 'w.js' }, DEFAULT_MODEL, PAGE);
    expect(worker).to.deep.equal(['https://app.example/deep/w.js', `${OWN}undertone.worker.js`]);
    expect(worklet).to.deep.equal([`${OWN}undertone.worklet.js`]);
  });

  it('of another model are found by its name, the file beside the manifest', () => {
    const { manifest, model } = locate('/static', 'undertone-fr', PAGE);
    expect(manifest).to.deep.equal(['https://app.example/static/undertone-fr.json', `${OWN}undertone-fr.json`]);
    expect(model).to.deep.equal([]);
  });

  it('of a model given by its addresses are these and no others', () => {
    const { manifest, model } = locate('/static', { manifest: 'm.json', file: '/m.onnx' }, PAGE);
    expect(manifest).to.deep.equal(['https://app.example/deep/m.json']);
    expect(model).to.deep.equal(['https://app.example/m.onnx']);
  });

  it('must be URLs', async () => {
    for (const assets of ['http://[', { worker: 'http://[' }]) {
      const { message } = await errorOf('bad-options', () => locate(assets, DEFAULT_MODEL, PAGE));
      expect(message).to.include('http://[');
    }
    await errorOf('bad-options', () => locate(undefined, { manifest: 'http://[' }, PAGE));
  });
});
