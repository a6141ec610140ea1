/** What a file is, in words for whoever chose it. */
export interface FileDescription {
  /** Such as `a WAV of IMA ADPCM`. */
  readonly name: string;
  /** What to do where it cannot be decoded. */
  readonly advice: string;
}

/** Codecs of WAV by their tag that no browser decodes, and whose owners do not know that they have them. */
const WAV_CODECS: Readonly<Record<number, string>> = {
  0x02: 'Microsoft ADPCM',
  0x11: 'IMA ADPCM',
  0x14: 'G.723 ADPCM',
  0x22: 'TrueSpeech',
  0x31: 'GSM 6.10',
  0x40: 'G.721 ADPCM',
  0x42: 'G.723.1',
  0x45: 'G.726',
  0x50: 'MPEG audio',
  0x55: 'MP3',
  0x64: 'G.726',
  0x83: 'G.729',
};

/** How files begin that hold audio, as text of one letter a byte; `?` stands for any. */
const KINDS: readonly (readonly [string, string])[] = [
  ['FORM????AIF', 'an AIFF'],
  ['caff', 'a CAF'],
  ['#!AMR', 'an AMR'],
  ['.snd', 'an AU'],
  ['\x30\x26\xb2\x75', 'a WMA'],
  ['\x0b\x77', 'an AC-3'],
  ['RIFX', 'a RIFX'],
  ['RF64', 'an RF64'],
  ['RIFF????AVI', 'an AVI'],
  ['????ftyp', 'an MP4'],
  ['\x1a\x45\xdf\xa3', 'a WebM or Matroska'],
  ['OggS', 'an Ogg'],
  ['fLaC', 'a FLAC'],
  ['ID3', 'an MP3 or AAC'],
  ['\xff\xf1', 'an AAC'],
  ['\xff\xf9', 'an AAC'],
  ['\xff\xfb', 'an MP3'],
  ['\xff\xf3', 'an MP3'],
];

const ADVICE =
  'Convert it to WAV (16-bit PCM), MP3, Opus, FLAC or AAC, for example by `ffmpeg -i FILE out.wav`, or decode it yourself and pass an AudioBuffer.';
const NO_AUDIO = 'Pass a file that this browser can play (WAV, MP3, Opus, AAC, ...) or an AudioBuffer.';

/** @param head its first bytes @param codec as its container names it, where one was found */
export function describeFile(head: Uint8Array<ArrayBuffer>, codec: string | null): FileDescription {
  const begins = (text: string) => Array.from(text).every((letter, i) => letter === '?' || head[i] === letter.charCodeAt(0));
  if (begins('RIFF????WAVE')) return { name: describeWav(head), advice: ADVICE };
  const kind = KINDS.find(([text]) => begins(text))?.[1];
  if (!kind) return { name: 'the file, which is of no known kind of audio,', advice: NO_AUDIO };
  return { name: codec ? `${kind} file of ${codec}` : `${kind} file`, advice: ADVICE };
}

function describeWav(head: Uint8Array<ArrayBuffer>): string {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 12; at + 24 <= head.length; ) {
    const size = view.getUint32(at + 4, true);
    if (view.getUint32(at) === 0x666d_7420 /* 'fmt ' */) {
      const tag = view.getUint16(at + 8, true);
      const codec = WAV_CODECS[tag] ?? (tag === 1 || tag === 3 ? undefined : `format ${tag}`);
      if (codec) return `a WAV of ${codec}`;
      return `a WAV of ${view.getUint16(at + 22, true)}-bit ${tag === 3 ? 'floating point' : 'PCM'}`;
    }
    at += 8 + size + (size % 2);
  }
  return 'a WAV that says no format';
}
