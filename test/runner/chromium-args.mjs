import { CHROMIUM_ARGS } from '../../tools/browser.mjs';

/** A microphone that plays `microphone`, granted without a prompt. */
export function fakeMicrophoneArgs(microphone) {
  return [
    ...CHROMIUM_ARGS,
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${microphone}`,
  ];
}

/** Lets audio run in pages that nobody has clicked on. */
export const AUTOPLAY = '--autoplay-policy=no-user-gesture-required';

/** No name of another machine is found; those that end in `.local` hide addresses of this one in WebRTC. */
export const OFFLINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.local';
