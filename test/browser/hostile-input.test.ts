import { expect } from 'chai';
import { createUndertone, PcmSource, type LoadProgress, type ToneStream, type Undertone } from 'undertone';
import { clip, signal, wav } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { drain } from '../support/events.js';
import { emptyCache, modelWith, shippedManifest } from '../support/model-files.js';

const RATE = 16_000;

/** Puts `body` where the cache keeps what has this digest. */
async function poison(sha256: unknown, body: BodyInit): Promise<void> {
  const store = await caches.open('undertone-1');
  await store.put(`/.undertone/sha256/${String(sha256)}`, new Response(body));
}

const bytesOf = async (url: string) => (await fetch(url)).arrayBuffer();
const hex = async (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('a poisoned cache', () => {
  beforeEach(emptyCache);
  after(emptyCache);

  it('is never run: not a model that would run, nor a runtime', async () => {
    const runtime = await bytesOf('/dist/ort-wasm-simd-threaded.wasm');
    await poison((await shippedManifest())['sha256'], await bytesOf('/dist/undertone-en-research.onnx'));
    await poison(await hex(runtime), '<!doctype html><p>Sign in');
    const fromCache: LoadProgress[] = [];
    const undertone = await createUndertone({ onProgress: (step) => step.cached && fromCache.push(step) });
    const heard = await drain(undertone.analyzeFile(await clip('spoken-negative-refund'), { consent: CONSENT }));
    await undertone.close();
    expect(fromCache).to.deep.equal([]);
    await emptyCache();
    const clean = await createUndertone();
    const right = await drain(clean.analyzeFile(await clip('spoken-negative-refund'), { consent: CONSENT }));
    await clean.close();
    expect(heard.summary.call).to.deep.equal(right.summary.call);
  });

  it('is not run where nothing else can be had either', async () => {
    const { sha256 } = await shippedManifest();
    await poison(sha256, await bytesOf('/dist/undertone-en-research.onnx'));
    const model = { ...(await modelWith({})), file: '/nowhere/model.onnx' };
    await errorOf('asset-load', () => createUndertone({ model }));
  });
});

describe('a manifest', () => {
  it('that is a blob needs an address for the model, and says so', async () => {
    const { manifest } = await modelWith({});
    const { message } = await errorOf('bad-options', () => createUndertone({ model: { manifest } }));
    expect(message).to.include('"model"');
  });

  it('whose size is not that of the model is refused, and no more than it says is downloaded', async () => {
    const { bytes } = await shippedManifest();
    for (const said of [1000, (bytes as number) + 1]) {
      await emptyCache();
      const model = await modelWith({ bytes: said });
      expect((await errorOf('model-invalid', () => createUndertone({ model }))).message).to.include('bytes');
    }
  });

  it('may not ask for a state that no memory has room for', async () => {
    const model = await modelWith({ stateSize: 2 ** 40 });
    expect((await errorOf('model-invalid', () => createUndertone({ model }))).message).to.include('stateSize');
  });
});

describe('hostile audio', () => {
  let undertone: Undertone;
  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());

  const analyze = (file: Blob) => undertone.analyzeFile(file, { consent: CONSENT, hopMs: 500 }).summary;

  it('of a rate or with channels that no memory has room for is refused', async () => {
    const header = async (field: number, value: number, bytes: 2 | 4) => {
      const whole = await wav([signal(1, RATE, () => 0.1)], RATE).arrayBuffer();
      const view = new DataView(whole);
      if (bytes === 2) view.setUint16(field, value, true);
      else view.setUint32(field, value, true);
      return new Blob([whole]);
    };
    const [channels, rate] = [22, 24];
    for (const file of [await header(rate, 1, 4), await header(rate, 0xffff_ffff, 4), await header(channels, 0xffff, 2)])
      await errorOf('bad-source', () => analyze(file));
  });

  it('of a damaged WebM does not stop the page', async () => {
    const beginning = [0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d];
    const segment = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    // An element whose size is none, and so few bytes that none can be found in them.
    const sizeless = [0x15, 0x49, 0xa9, 0x66, 0, ...new Array<number>(60).fill(0)];
    for (const rest of [sizeless, new Array<number>(8).fill(0xee)])
      await errorOf('bad-source', () => analyze(new Blob([Uint8Array.from([...beginning, ...segment, ...rest])])));
  });

  it('that is none is refused by its source, by write() and by the stream of the platform', async () => {
    const closed = () => {
      const data = new AudioData({
        format: 'f32',
        sampleRate: RATE,
        numberOfFrames: 1,
        numberOfChannels: 1,
        timestamp: 0,
        data: Float32Array.of(0),
      });
      data.close();
      return data;
    };
    const tagged = (tag: string, rest: object) => Object.assign(Object.create(null), { [Symbol.toStringTag]: tag }, rest);
    for (const chunk of [
      closed(),
      Object.create(null),
      new Array(1),
      [null],
      [{ length: 'x' }],
      tagged('Float32Array', { length: -1 }),
      tagged('Int16Array', { length: 1e12 }),
      tagged('AudioData', { numberOfFrames: -4, sampleRate: RATE }),
      { samples: new Float32Array(1), timestamp: Symbol('now') },
    ]) {
      const source = new PcmSource({ sampleRate: RATE });
      await errorOf('bad-source', () => source.write(chunk));
      await errorOf('bad-source', () => source.writable.getWriter().write(chunk));
    }
  });

  it('is answered also where its stream is revoked while it is told of', async () => {
    const open = (): [PcmSource, ToneStream] => {
      const source = new PcmSource({ sampleRate: 384_000 });
      return [source, undertone.analyze(source, { consent: CONSENT, hopMs: 500 })];
    };
    // Whether the worker's events are on their way at that moment is up to chance.
    for (let i = 0; i < 20; i++) {
      const [source, stream] = open();
      await source.write(new Float32Array(100));
      const write = source.write(new Float32Array(40_000).fill(Number.NaN));
      await stream.revoke();
      await write;
    }
  });

  it('of no kind at all is refused where options are numbers', async () => {
    for (const value of [Symbol('x'), 5n, Object.create(null)]) {
      await errorOf('bad-options', () =>
        undertone.analyze(new PcmSource({ sampleRate: RATE }), { consent: CONSENT, hopMs: value }),
      );
      await errorOf('bad-options', () => new PcmSource({ sampleRate: value }));
      await errorOf('bad-options', () => createUndertone({ provider: value }));
      await errorOf('bad-options', () => undertone.analyzeFile(new Blob([]), { consent: CONSENT, channels: value }));
    }
    await errorOf('bad-options', () =>
      createUndertone({ assets: Object.create(null), model: { manifest: Symbol('x') as never } }),
    );
  });
});
