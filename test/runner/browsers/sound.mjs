import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../support/eventually.mjs';
import { startChild } from './child.mjs';

const run = promisify(execFile);

/** Two sinks that nobody hears: pages play into one, and what plays in the other is the default microphone. */
const SCRIPT = `load-module module-native-protocol-unix auth-anonymous=1 socket=SOCKET
load-module module-null-sink sink_name=speakers
load-module module-null-sink sink_name=voice
load-module module-remap-source source_name=microphone master=voice.monitor
set-default-sink speakers
set-default-source microphone
`;

const WAV_HEADER_BYTES = 44;

/**
 * A sound server of its own, whose microphone hears `microphone` over and over: browsers other than Chromium play no file as the
 * microphone, and let no AudioContext run without a sound server.
 * @param {string} microphone path of a WAV, mono, 16 bits, 48 kHz
 * @returns what a browser needs in its environment to use it
 */
export async function startSound(microphone) {
  const folder = await mkdtemp(join(tmpdir(), 'undertone-sound-'));
  const server = `unix:${join(folder, 'socket')}`;
  const script = join(folder, 'script.pa');
  await writeFile(script, SCRIPT.replace('SOCKET', join(folder, 'socket')));
  const options = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm=yes'];
  const home = { HOME: folder, XDG_RUNTIME_DIR: folder, XDG_CONFIG_HOME: folder };
  const pulse = startChild('pulseaudio', [...options, '-F', script], { env: home });
  await eventually(() => run('pactl', ['--server', server, 'get-default-source'], { env: { ...process.env, ...home } }));
  const format = ['--format=s16le', '--rate=48000', '--channels=1'];
  const player = startChild('pacat', ['--server', server, '--device=voice', '--raw', ...format], { env: home, stdin: 'pipe' });
  const speech = (await readFile(microphone)).subarray(WAV_HEADER_BYTES);
  // Taken no faster than it is played.
  const play = (error) => error ?? player.stdin.write(speech, play);
  player.stdin.on('error', () => {});
  play();
  return {
    env: { PULSE_SERVER: server },
    async close() {
      await player.close();
      await pulse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
