import { showError } from './errors.js';

/** A call between two peers of this page. */
export interface PeerCall {
  /** What each side hears: the other one, after it went through WebRTC. */
  readonly heardFrom: { readonly a: MediaStream; readonly b: MediaStream };
  hangUp(): void;
}

/** Where this browser can make no calls, says so on the page and disables `start`. */
export function needCalls(start: HTMLButtonElement): void {
  if ('RTCPeerConnection' in globalThis) return;
  start.disabled = true;
  showError(new Error('This browser has no WebRTC, and so makes no calls. The pages File and Microphone work in it.'));
}

/**
 * Connects two streams over a real RTCPeerConnection. Both ends are in this page, so there is no signalling server
 * and no ICE server: nothing leaves the machine.
 */
export async function connectPeers(a: MediaStream, b: MediaStream): Promise<PeerCall> {
  const peerA = new RTCPeerConnection();
  const peerB = new RTCPeerConnection();
  passCandidates(peerA, peerB);
  passCandidates(peerB, peerA);
  const fromA = remoteStream(peerB);
  const fromB = remoteStream(peerA);
  addTracks(peerA, a);
  addTracks(peerB, b);

  await peerA.setLocalDescription();
  await peerB.setRemoteDescription(peerA.localDescription!);
  await peerB.setLocalDescription();
  await peerA.setRemoteDescription(peerB.localDescription!);

  return {
    heardFrom: { a: await fromA, b: await fromB },
    hangUp() {
      peerA.close();
      peerB.close();
    },
  };
}

function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection): void {
  // A candidate may come before the other side has its description; WebRTC then refuses it.
  const waiting: RTCIceCandidate[] = [];
  const flush = () => {
    if (to.remoteDescription) for (const candidate of waiting.splice(0)) void to.addIceCandidate(candidate);
  };
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate) return;
    waiting.push(candidate);
    flush();
  });
  to.addEventListener('signalingstatechange', flush);
}

function addTracks(peer: RTCPeerConnection, stream: MediaStream): void {
  for (const track of stream.getAudioTracks()) peer.addTrack(track, stream);
}

function remoteStream(peer: RTCPeerConnection): Promise<MediaStream> {
  return new Promise((resolve) => {
    peer.addEventListener('track', ({ track, streams }) => resolve(streams[0] ?? new MediaStream([track])), { once: true });
  });
}
