/** Short recordings in each container that is read, to be changed. */
import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { RATE, sound } from './world.js';

const SECONDS = 0.7;
const bytesOf = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const joined = (extension) => bytesOf(`/test/clips/joined/mono-then-stereo.${extension}`);

/** A WAV with these fields in its header, whatever they mean. */
export function wav({ tag = 1, channels = 1, rate = RATE, bits = 16, align = 2, riff, size } = {}) {
  const samples = sound(SECONDS * RATE);
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at, letters) =>
    bytes.set(
      Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
      at,
    );
  text(0, 'RIFF');
  view.setUint32(4, riff ?? bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, tag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * align, true);
  view.setUint16(32, align, true);
  view.setUint16(34, bits, true);
  text(36, 'data');
  view.setUint32(40, size ?? bytes.length - 44, true);
  samples.forEach((sample, i) => view.setInt16(44 + 2 * i, 32_767 * sample, true));
  return bytes;
}

/** The packets of a file in another container. */
async function remux(bytes, format, seconds = SECONDS) {
  const input = new Input({ source: new BlobSource(new Blob([bytes])), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(await track.getCodec());
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = await track.getDecoderConfig();
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.timestamp > seconds) break;
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
  input.dispose();
  return new Uint8Array(target.buffer);
}

/** A FLAC of constant frames: the least that a decoder takes. */
function flac() {
  const block = 4096;
  const frames = Array.from({ length: 4 }, (_, number) => frameOf(number, 1000 * number));
  const info = new Uint8Array(34);
  const view = new DataView(info.buffer);
  view.setUint16(0, block);
  view.setUint16(2, block);
  view.setUint32(10, (RATE << 12) | (15 << 4));
  view.setUint32(14, block * frames.length);
  const ascii = Uint8Array.from('fLaC', (letter) => letter.charCodeAt(0));
  return new Blob([ascii, Uint8Array.of(0x80, 0, 0, 34), info, ...frames]);
}

function frameOf(number, value) {
  const head = [0xff, 0xf8, 0xc5, 0x08, number];
  const frame = [...head, crc(head, 8, 0x07), 0, value >> 8, value & 0xff];
  const sum = crc(frame, 16, 0x8005);
  return Uint8Array.of(...frame, sum >> 8, sum & 0xff);
}

function crc(bytes, bits, polynomial) {
  const top = 1 << (bits - 1);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (bits - 8);
    for (let i = 0; i < 8; i++) sum = (sum & top ? (sum << 1) ^ polynomial : sum << 1) & (2 * top - 1);
  }
  return sum;
}

const [mp3, aac, opus, vorbis] = await Promise.all(['mp3', 'aac', 'opus', 'ogg'].map(joined));

/** Two files in a row, the change from one to the other in the middle. */
const seamOf = (bytes) => bytes.slice(0.4 * bytes.length, 0.6 * bytes.length);

export const CLIPS = {
  wav: wav(),
  ogg: await remux(opus, new OggOutputFormat()),
  webm: await remux(opus, new WebMOutputFormat()),
  mkv: await remux(wav(), new MkvOutputFormat()),
  mp4: await remux(opus, new Mp4OutputFormat()),
  'mp4 in fragments': await remux(opus, new Mp4OutputFormat({ fastStart: 'fragmented' })),
  mov: await remux(wav(), new MovOutputFormat()),
  flac: new Uint8Array(await flac().arrayBuffer()),
  vorbis: await remux(vorbis, new OggOutputFormat()),
  mp3: mp3.slice(0, 6000),
  aac: aac.slice(0, 6000),
  'joined mp3': seamOf(mp3),
  'joined aac': seamOf(aac),
  'joined ogg': opus,
};
