/** Tests of what a browser may lack. That it does is in test/expectation/, which fails once it has it: nothing is skipped for ever. */
export const itWithCalls = 'RTCPeerConnection' in globalThis ? it : it.skip;
export const itWithAac = new Audio().canPlayType('audio/aac') ? it : it.skip;
export const itWithCapture = 'captureStream' in HTMLMediaElement.prototype ? it : it.skip;

/** Where samples are copied out of an AudioData, compressed files are decoded in pieces. */
const decodesAtOnce = navigator.platform.startsWith('Linux') && navigator.vendor.startsWith('Apple');
export const itInPieces = decodesAtOnce ? it.skip : it;
