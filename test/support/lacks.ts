/** Tests of what a browser may lack. That it does is in test/expectation/, which fails once it has it: nothing is skipped for ever. */
export const itWithCalls = 'RTCPeerConnection' in globalThis ? it : it.skip;
export const itWithCapture = 'captureStream' in HTMLMediaElement.prototype ? it : it.skip;
