/** How `undertone analyze` notices that a file was cut short, of each container that can tell. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { describeTruncation } from '../../bin/analyze/truncation.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-truncation-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function describe(bytes, duration = 0) {
  const path = join(folder, 'recording');
  await writeFile(path, bytes);
  return describeTruncation(path, duration);
}

/** Says nothing of the whole file, and of the one that lacks its end says that it ends early. */
async function expectToTell(whole) {
  assert.equal(await describe(whole), undefined);
  assert.match(await describe(whole.subarray(0, -200)), /ends early/);
}

/**
 * An MP3 of silence as encoders begin it: a tag, a first frame that counts, and frames.
 * @param {string} word what the first frame calls itself
 * @param {number[]} header of each frame
 * @param {number} at where in the frame the word is
 * @param {number} flags 1: frames are counted; 2: bytes are
 */
function mp3(word, header, at, flags) {
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\x02'), Buffer.alloc(130)]);
  const audio = Buffer.alloc(2000);
  audio.set(header);
  audio.write(word, at);
  audio.writeUInt32BE(flags, at + 4);
  if (flags & 1) audio.writeUInt32BE(12_345, at + 8);
  if (flags & 2) audio.writeUInt32BE(audio.length, at + (flags & 1 ? 12 : 8));
  return Buffer.concat([tag, audio]);
}

const MONO_16_KHZ = [0xff, 0xf3, 0x88, 0xc4];
const STEREO_44_KHZ = [0xff, 0xfb, 0x90, 0x64];

test('WAV tells by the size in its header', async () => expectToTell(await readFile('test/clips/noise-wind.wav')));

test('WAV that went through a pipe cannot tell: nobody knew its size', async () => {
  const wav = await readFile('test/clips/noise-wind.wav');
  // As sox, arecord, ALSA's older kin, ffmpeg and GStreamer write them.
  for (const size of [0x7fff_f024, 0x7fff_ff24, 0x8000_0024, 0x7fff_ffff, 0xffff_ffff, 0]) {
    wav.writeUInt32LE(size, 4);
    assert.equal(await describe(wav), undefined, size.toString(16));
  }
  wav.writeUInt32LE(0x7000_0000, 4);
  assert.match(await describe(wav), /ends early/);
});

test('Ogg tells by its last page', async () => expectToTell(await readFile('examples/call-audio/agent.opus')));

test('MP3 tells by the bytes that its first frame counts', async () => {
  await expectToTell(mp3('Xing', MONO_16_KHZ, 13, 15));
  await expectToTell(mp3('Info', MONO_16_KHZ, 13, 2));
  await expectToTell(mp3('Info', STEREO_44_KHZ, 36, 3));
});

test('MP3 that counts no bytes cannot tell', async () => {
  assert.equal(await describe(mp3('Xing', MONO_16_KHZ, 13, 1).subarray(0, -200)), undefined);
  assert.equal(await describe(mp3('\0\0\0\0', MONO_16_KHZ, 13, 0).subarray(0, -200)), undefined);
});

/** An MP4 as encoders for the web write it: the index before the audio. */
function mp4(audioBox) {
  const box = (name, length) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUInt32BE(length);
    bytes.write(name, 4);
    return bytes;
  };
  return Buffer.concat([box('ftyp', 24), box('moov', 500), audioBox(box('mdat', 1000))]);
}

test('MP4 tells by the length of its boxes', async () => {
  await expectToTell(mp4((box) => box));
  await expectToTell(
    mp4((box) => {
      box.writeUInt32BE(1);
      box.writeBigUInt64BE(BigInt(box.length), 8);
      return box;
    }),
  );
});

test('MP4 whose audio goes on to the end cannot tell', async () => {
  const open = mp4((box) => {
    box.writeUInt32BE(0);
    return box;
  });
  assert.equal(await describe(open.subarray(0, -200)), undefined);
});

test('FLAC tells by the duration in its header', async () => {
  const head = Buffer.alloc(42);
  head.write('fLaC');
  head.writeUIntBE(16_000 << 4, 18, 3);
  head.writeUInt32BE(3 * 16_000, 22);
  assert.equal(await describe(head, 3), undefined);
  assert.match(await describe(head, 2), /announces 3.0 s, and it has 2.0/);
});

test('what is shorter than any header is no concern', async () => {
  for (const bytes of ['', 'RIFF', 'ID3', '\xff\xfb']) assert.equal(await describe(Buffer.from(bytes, 'latin1')), undefined);
});
