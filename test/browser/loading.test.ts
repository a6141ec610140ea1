import { expect } from 'chai';
import type * as Undertone from 'undertone';
import { createUndertone, type LoadProgress, type UndertoneOptions } from 'undertone';
import { clip } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { drain } from '../support/events.js';
import { watchLoading } from '../support/watch-loading.js';
import { emptyCache, modelOf, modelWith, ofPhase, shippedManifest } from '../support/model-files.js';

/** A page of this server: what a single-page host answers for any missing file. */
const HTML = '/test/pages/blank.html';

/** Creates an instance, closes it, and returns how it loaded. */
async function load(options: UndertoneOptions = {}) {
  const progress: LoadProgress[] = [];
  const undertone = await createUndertone({ ...options, onProgress: (step) => progress.push(step) });
  await undertone.close();
  return { progress, capabilities: undertone.capabilities };
}

describe('loading', () => {
  beforeEach(emptyCache);

  it('reports its progress in bytes, file by file', async () => {
    const { progress } = await load();
    const { bytes } = await shippedManifest();
    const phases = [...new Set(progress.map(({ phase }) => phase))];
    expect(phases.slice(0, 2), 'side by side').to.have.members(['model', 'runtime']);
    expect(phases.slice(2)).to.deep.equal(['start', 'ready']);
    const model = ofPhase(progress, 'model');
    expect(model.at(-1)).to.deep.equal({ phase: 'model', loaded: bytes, total: bytes, cached: false });
    for (const steps of [model, ofPhase(progress, 'runtime')]) {
      expect(steps.length).to.be.above(1);
      expect(steps.every(({ loaded }, i) => i === 0 || loaded > steps[i - 1]!.loaded)).to.equal(true);
    }
  });

  it('goes on with one thread where several do not start, and says so', async () => {
    const undertone = await createUndertone({ threads: 2, assets: { worker: '/test/pages/deaf-threads.worker.js' } });
    const { threads, notes } = undertone.capabilities;
    await undertone.close();
    expect({ threads, codes: notes.map(({ code }) => code) }).to.deep.equal({ threads: 1, codes: ['threads-failed'] });
  });

  it('is given up where the worker hangs', async () => {
    const { setTimeout } = globalThis;
    // Its patience is longer than a test's.
    globalThis.setTimeout = ((run: () => void, ms = 0) => setTimeout(run, ms > 60_000 ? 500 : ms)) as typeof setTimeout;
    try {
      await errorOf('worker-crashed', () => createUndertone({ assets: { worker: '/test/pages/silent.worker.js' } }));
    } finally {
      globalThis.setTimeout = setTimeout;
    }
  });

  it('goes on when the listener to its progress throws', async () => {
    const uncaught = await uncaughtDuring(async () => {
      const undertone = await createUndertone({
        onProgress: ({ loaded, total }) => {
          if (loaded === total) throw new Error('listener at fault');
        },
      });
      await undertone.close();
    });
    expect(uncaught.join()).to.include('listener at fault');
  });

  it('takes model and runtime from the cache the second time', async () => {
    await load();
    const { progress } = await load();
    for (const phase of ['model', 'runtime'] as const) {
      const steps = ofPhase(progress, phase);
      expect(steps).to.have.length(1);
      expect(steps[0]).to.deep.equal({ phase, loaded: steps[0]!.total, total: steps[0]!.total, cached: true });
    }
  });

  it('does not trust a cache that was tampered with', async () => {
    await load();
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) await cache.put(key, new Response('tampered with'));
    }
    const { progress } = await load();
    expect(progress.some(({ cached }) => cached)).to.equal(false);
    expect(
      (await load()).progress.some(({ cached }) => cached),
      'and mends it',
    ).to.equal(true);
  });

  it('says what it uses', async () => {
    const { capabilities } = await load();
    const { name, version, licence } = await shippedManifest();
    expect(capabilities.model).to.deep.equal({ name, version, licence });
    expect(capabilities.windowMs).to.be.above(0);
  });

  it('takes the research build by its name, which says by its licence what it may not be used for', async () => {
    const undertone = await createUndertone({ model: 'undertone-en-research' });
    expect(undertone.capabilities.model).to.include({ name: 'undertone-en-research', licence: 'CC-BY-NC-SA-4.0' });
    const { events } = await drain(undertone.analyzeFile(await clip('spoken-negative-refund'), { consent: CONSENT }));
    await undertone.close();
    expect(events[0]!.window.label).to.equal('negative');
  });

  it('falls back to WASM, and says why, where WebGPU has no adapter', async () => {
    const { capabilities } = await load({ provider: 'webgpu' });
    expect(capabilities.provider).to.equal('wasm');
    expect(capabilities.notes.map(({ code }) => code)).to.include('webgpu-unavailable');
  });

  it('refuses options out of range', async () => {
    await errorOf('bad-options', () => createUndertone({ threads: 0 }));
    for (const options of [null, 'wasm', 1, true]) await errorOf('bad-options', () => createUndertone(options as never));
    await errorOf('bad-options', () => createUndertone({ provider: 'gpu' as never }));
  });

  it('passes over a page that a host gives in place of a file', async () => {
    const { capabilities } = await load({ assets: { runtime: HTML, worker: HTML } });
    expect(capabilities.provider).to.equal('wasm');
  });

  it('lists the addresses tried when a file is missing', async () => {
    const { urls, message } = await errorOf('asset-load', () => createUndertone({ model: 'no-such-model', assets: '/nowhere' }));
    expect(urls).to.deep.equal([`${location.origin}/nowhere/no-such-model.json`, `${location.origin}/dist/no-such-model.json`]);
    for (const url of urls) expect(message).to.include(`${url} (HTTP status 404)`);
  });

  it('lists them for every file, where the script lies alone', async () => {
    const alone: typeof Undertone = await import(`${location.origin}/alone/index.js`);
    const manifest = await errorOf('asset-load', () => alone.createUndertone());
    expect(manifest.urls).to.deep.equal([`${location.origin}/alone/undertone-en-open.manifest`]);

    const model = await modelWith({});
    const runtime = await errorOf('asset-load', () => alone.createUndertone({ model }));
    expect(runtime.urls).to.deep.equal([`${location.origin}/alone/ort-wasm-simd-threaded.wasm`]);

    const assets = { runtime: '/dist/ort-wasm-simd-threaded.wasm', worker: '/nowhere/worker.js' };
    const worker = await errorOf('asset-load', () => alone.createUndertone({ model, assets }));
    expect(worker.urls).to.deep.equal([`${location.origin}/nowhere/worker.js`, `${location.origin}/alone/undertone.worker.js`]);
  });

  it('says that a page came in place of the manifest', async () => {
    const { message, urls } = await errorOf('asset-load', () => createUndertone({ model: { manifest: HTML } }));
    expect(message).to.include('an HTML page');
    expect(urls).to.deep.equal([new URL(HTML, location.origin).href]);
  });

  it('passes over the model where the runtime should be', async () => {
    const { capabilities } = await load({ assets: { runtime: '/dist/undertone-en-open.onnx' } });
    expect(capabilities.provider).to.equal('wasm');
  });

  for (const [what, file, told] of [
    ['a page', HTML, 'an HTML page of type text/html'],
    ['the manifest', '/dist/undertone-en-open.json', 'JSON of type application/json'],
    ['nothing', '/nowhere/file', 'HTTP status 404'],
  ] as const) {
    it(`names ${what} in place of the worker, the runtime or the model, and the command that copies them`, async () => {
      const alone: typeof Undertone = await import(`${location.origin}/alone/index.js`);
      const { runtime, worker } = { runtime: '/dist/ort-wasm-simd-threaded.wasm', worker: '/dist/undertone.worker.js' };
      const model = { manifest: '/dist/undertone-en-open.json', file: '/dist/undertone-en-open.onnx' };
      for (const options of [
        { model, assets: { runtime, worker: file } },
        { model, assets: { runtime: file, worker } },
        { model: { ...model, file }, assets: { runtime, worker } },
      ]) {
        await emptyCache();
        const { message } = await errorOf('asset-load', () => alone.createUndertone(options));
        expect(message).to.include(`${location.origin}${file} (${told}`).and.include('npx undertone copy-assets');
      }
    });
  }

  it('says that a server cannot be reached', async () => {
    const { urls } = await errorOf('asset-load', () => createUndertone({ model: { manifest: 'http://localhost:1/m.json' } }));
    expect(urls).to.deep.equal(['http://localhost:1/m.json']);
  });

  it('refuses a model that is not the one of its manifest', async () => {
    const model = await modelWith({ sha256: '0'.repeat(64) });
    const { message } = await errorOf('model-invalid', () => createUndertone({ model }));
    expect(message).to.include('/dist/undertone-en-open.onnx').and.include('SHA-256');
  });

  it('refuses a model that the runtime cannot read', async () => {
    const model = await modelOf(crypto.getRandomValues(new Uint8Array(4096)));
    const { cause } = await errorOf('model-invalid', () => createUndertone({ model }));
    expect(cause).to.be.instanceOf(Error);
  });

  it('refuses a model whose state has another size than in its manifest', async () => {
    const model = await modelWith({ stateSize: 288 });
    expect((await errorOf('model-invalid', () => createUndertone({ model }))).message).to.include('state');
  });

  it('refuses a manifest that is broken', async () => {
    const model = await modelWith({ contract: 2 });
    expect((await errorOf('model-invalid', () => createUndertone({ model }))).message).to.include('contract');
    const broken = URL.createObjectURL(new Blob(['{"name":']));
    await errorOf('model-invalid', () => createUndertone({ model: { manifest: broken } }));
  });

  for (const [part, options, code] of [
    ['the manifest', { model: { manifest: '/nowhere/manifest.json' } }, 'asset-load'],
    ['the model', { model: { manifest: '/dist/undertone-en-open.json', file: '/nowhere/model.onnx' } }, 'asset-load'],
    ['the runtime', { assets: { runtime: 'data:application/wasm;base64,AGFzbQEAAAA=' } }, 'model-invalid'],
  ] as const) {
    it(`loads nothing on once ${part} has failed, and keeps no worker`, async () => {
      const { signals, terminated, restore } = watchLoading();
      try {
        await errorOf(code, () => createUndertone(options));
        expect(signals.length).to.be.above(0);
        expect(
          signals.every(({ aborted }) => aborted),
          'downloads that go on',
        ).to.equal(true);
        // A worker that was starting is let go of as soon as it answers.
        await Promise.all(terminated);
      } finally {
        restore();
      }
    });
  }

  it('stops when its signal says so, before, during download and at the start', async () => {
    const reason = new Error('user left');
    const before = await errorOf('aborted', () => createUndertone({ signal: AbortSignal.abort(reason) }));
    expect(before.cause).to.equal(reason);
    for (const phase of ['model', 'runtime', 'start']) {
      const controller = new AbortController();
      const abortIn = (step: LoadProgress) => step.phase === phase && controller.abort(reason);
      const during = await errorOf('aborted', () => createUndertone({ signal: controller.signal, onProgress: abortIn }));
      expect(during.cause, phase).to.equal(reason);
    }
  });
});
