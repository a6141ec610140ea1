import { UndertoneError } from '../errors.js';

type Capturable = HTMLMediaElement & { captureStream?(): MediaStream; mozCaptureStream?(): MediaStream };

interface Capture {
  readonly stream: MediaStream;
  users: number;
}

/** Browsers give an element's audio to its newest capture alone, and to none once one of them is stopped: all who listen share one. */
const captures = new WeakMap<HTMLMediaElement, Capture>();

/** @throws `bad-source` when the element withholds its audio, `unsupported` when this browser cannot listen to elements */
export function checkCapture(element: HTMLMediaElement): void {
  openCapture(element);
  releaseCapture(element);
}

/** What the element plays, to be released once it is not heard any more. @throws as `checkCapture()` */
export function openCapture(element: HTMLMediaElement): MediaStream {
  const capture = captures.get(element) ?? { stream: begin(element), users: 0 };
  capture.users++;
  captures.set(element, capture);
  return capture.stream;
}

/** Ends the capture with its last user; the element plays on as it was. */
export function releaseCapture(element: HTMLMediaElement): void {
  const capture = captures.get(element);
  if (!capture || --capture.users > 0) return;
  captures.delete(element);
  for (const track of capture.stream.getTracks()) track.stop();
}

/** Not `createMediaElementSource`: that takes the sound away from the speakers, and this only listens. */
function begin(element: Capturable): MediaStream {
  const capture = element.captureStream ?? element.mozCaptureStream;
  if (!capture) {
    throw new UndertoneError(
      'unsupported',
      'This browser cannot listen to a media element beside its playback. Pass a MediaElementAudioSourceNode of your own AudioContext.',
    );
  }
  try {
    return capture.call(element);
  } catch (cause) {
    throw withheld(cause);
  }
}

/**
 * Checks what the element has loaded: the browser gives silence for what it may not give away, and refuses only a new capture, which
 * would take the sound from the one that is heard. A file that a redirect brings from elsewhere is not seen.
 * @throws `bad-source`
 */
export function checkElement({ srcObject, crossOrigin, currentSrc, baseURI }: HTMLMediaElement): void {
  if (srcObject || crossOrigin !== null || !currentSrc) return;
  const { protocol, origin } = new URL(currentSrc, baseURI);
  if (protocol !== 'data:' && origin !== self.origin) throw withheld(undefined);
}

function withheld(cause: unknown): UndertoneError {
  const message =
    'The media element does not give its audio away: serve its file with CORS headers, and set its attribute crossorigin.';
  return new UndertoneError('bad-source', message, { cause });
}
