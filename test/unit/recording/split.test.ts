import { expect } from 'chai';
import { ByteReader } from '../../../src/recording/reader/split/byte-reader.js';
import { splitFile } from '../../../src/recording/reader/split/split-file.js';
import { wav } from '../../support/audio.js';
import { joined } from '../../support/files.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const bytesOf = (...parts: (string | number[] | Uint8Array<ArrayBuffer>)[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? ascii(part) : Uint8Array.from(part))));

const split = (blob: Blob) => splitFile(new ByteReader(blob));
const sizes = async (blob: Blob) => (await split(blob)).map((part) => part.blob.size);

/** A silent frame of MP3: 32 kbit/s, mono, at 16 kHz, and 64 kbit/s in stereo at 44.1 kHz. */
const mono = () => Uint8Array.from({ length: 144 }, (_, i) => [0xff, 0xf3, 0x48, 0xc4][i] ?? 0);
const stereo = () => Uint8Array.from({ length: 208 }, (_, i) => [0xff, 0xfb, 0x50, 0x04][i] ?? 0);

const frames = (make: () => Uint8Array<ArrayBuffer>, count: number) => new Blob(Array.from({ length: count }, make));
const tag = (length: number) => bytesOf('ID3\x04\0\0\0\0', [length >> 7, length & 127], new Uint8Array(length));

describe('joined files', () => {
  it('of MP3 are cut where the format changes, whatever tags are between them', async () => {
    const parts = await split(
      new Blob([tag(300), frames(mono, 5), tag(200), frames(stereo, 4), frames(mono, 3), 'TAG', new Uint8Array(125)]),
    );
    expect(parts.map(({ counted }) => counted)).to.deep.equal([
      { sampleRate: 16_000, skip: 0, length: 5 * 576 },
      { sampleRate: 44_100, skip: 0, length: 4 * 1152 },
      { sampleRate: 16_000, skip: 0, length: 3 * 576 },
    ]);
  });

  it('of MP3 go on behind garbage, and a byte that looks like a header does not end them', async () => {
    const noisy = mono();
    noisy.set([0xff, 0xfb, 0x50, 0x04], 50);
    const [part, ...others] = await split(new Blob([frames(mono, 3), noisy, new Uint8Array(77).fill(0xff), frames(mono, 3)]));
    expect(part!.counted!.length).to.equal(7 * 576);
    expect(others).to.deep.equal([]);
  });

  it('of MP3 say what their encoder added, each its own', async () => {
    const parts = await split(await joined('mp3'));
    // The clips have 62,601 samples at 16 kHz and 54,985 at that, which are 151,553 at 44.1 kHz.
    expect(parts.map(({ counted }) => counted!.length)).to.deep.equal([62_601, 151_553]);
  });

  it('of AAC are counted', async () => {
    const parts = await split(await joined('aac'));
    expect(parts.map(({ counted }) => [counted!.sampleRate, counted!.skip])).to.deep.equal([
      [16_000, 0],
      [44_100, 0],
    ]);
  });

  it('of Ogg, FLAC, WebM and MP4 are cut where another begins', async () => {
    expect(await sizes(await joined('opus'))).to.have.length(2);
    const flac = (length: number) => bytesOf('fLaC', [0, 0, 0, 34], new Uint8Array(length));
    expect(await sizes(new Blob([flac(100), flac(50), flac(70)]))).to.deep.equal([108, 58, 78]);
    const webm = (length: number) => bytesOf([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x84], 'webm', new Uint8Array(length));
    expect(await sizes(new Blob([webm(100), webm(50)]))).to.deep.equal([112, 62]);
    const mp4 = (length: number) => bytesOf([0, 0, 0, 8], 'ftyp', [0, 0, 0, length], 'mdat', new Uint8Array(length - 8));
    expect(await sizes(new Blob([mp4(100), mp4(50)]))).to.deep.equal([108, 58]);
  });

  it('of WAV get true sizes, and notes behind the audio are left out', async () => {
    const one = wav([new Float32Array(100)], 8000);
    const note = bytesOf('LIST', [4, 0, 0, 0], 'note');
    expect(await sizes(new Blob([one, note, one]))).to.deep.equal([one.size, one.size]);
    const piped = new Uint8Array(await one.arrayBuffer());
    new DataView(piped.buffer).setUint32(40, 0xffff_ffff, true);
    const [part] = await split(new Blob([piped, new Uint8Array(50)]));
    const header = new DataView(await part!.blob.slice(0, 44).arrayBuffer());
    expect([header.getUint32(4, true), header.getUint32(40, true)]).to.deep.equal([one.size + 42, 250]);
  });

  it('that are none are one, whatever is in them', async () => {
    for (const blob of [
      new Blob([]),
      bytesOf('no audio'),
      bytesOf('ID3'),
      bytesOf([0xff, 0xfb]),
      bytesOf('RIFF'),
      bytesOf('OggS'),
    ]) {
      expect(await sizes(blob)).to.deep.equal([blob.size]);
    }
  });
});

describe('a file read piece by piece', () => {
  it('finds bytes that lie across two pieces', async () => {
    const at = 2 ** 20 - 3;
    const blob = new Blob([new Uint8Array(at), 'fLaC', new Uint8Array(1000)]);
    expect(await new ByteReader(blob).find([...ascii('fLaC')], 0)).to.equal(at);
    expect(await new ByteReader(blob).find([...ascii('OggS')], 0)).to.equal(blob.size);
  });

  it('stops when its signal says so', async () => {
    const reason = new Error('user left');
    const error = await new ByteReader(new Blob(['x']), AbortSignal.abort(reason)).read(0, 1).catch((thrown: unknown) => thrown);
    expect(error).to.equal(reason);
  });
});
