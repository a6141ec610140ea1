import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny';

const RATE = 48_000;

/** Microseconds of a packet: the longest that Opus has. */
const PACKET = 60_000;

/** A file that was joined of one in mono and one in stereo at another rate: "refund", then "news", 7.3 s in all. */
export async function joined(extension: string): Promise<Blob> {
  return (await fetch(`/test/clips/joined/mono-then-stereo.${extension}`)).blob();
}

interface Encoded {
  readonly packets: readonly EncodedPacket[];
  readonly config: AudioDecoderConfig;
}

/** These channels at 48 kHz, as Opus. */
async function encode(channels: readonly Float32Array[]): Promise<Encoded> {
  const packets: EncodedPacket[] = [];
  let config: AudioDecoderConfig | undefined;
  const encoder = new AudioEncoder({
    output: (chunk, metadata) => {
      config ??= metadata?.decoderConfig;
      packets.push(EncodedPacket.fromEncodedChunk(chunk));
    },
    error: (error) => reportError(error),
  });
  encoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: channels.length, opus: { frameDuration: PACKET } });
  const length = channels[0]!.length;
  const data = new Float32Array(length * channels.length);
  channels.forEach((channel, c) => data.set(channel, c * length));
  const audio = { format: 'f32-planar', sampleRate: RATE, numberOfFrames: length, numberOfChannels: channels.length } as const;
  encoder.encode(new AudioData({ ...audio, timestamp: 0, data }));
  await encoder.flush();
  return { packets, config: config! };
}

async function write(format: OutputFormat, tracks: readonly Encoded[], seconds: number): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const sources = tracks.map(() => new EncodedAudioPacketSource('opus'));
  for (const source of sources) output.addAudioTrack(source);
  await output.start();
  const count = Math.round((seconds * 1e6) / PACKET);
  for (let i = 0; i < count; i++) {
    for (const [t, { packets, config }] of tracks.entries()) {
      const timing = { timestamp: (i * PACKET) / 1e6, duration: PACKET / 1e6 };
      await sources[t]!.add(packets[i % packets.length]!.clone(timing), { decoderConfig: config });
    }
  }
  await output.finalize();
  return new Blob([target.buffer!]);
}

/** An Ogg Opus of this length in stereo: the same few packets again and again. */
export async function longOpus(seconds: number, channels: readonly Float32Array[]): Promise<Blob> {
  return write(new OggOutputFormat(), [await encode(channels)], seconds);
}

/** An MP4 with an audio track for each of these signals at 48 kHz. */
export async function mp4WithTracks(signals: readonly Float32Array[]): Promise<Blob> {
  const tracks = await Promise.all(signals.map((signal) => encode([signal])));
  return write(new Mp4OutputFormat(), tracks, signals[0]!.length / RATE);
}
