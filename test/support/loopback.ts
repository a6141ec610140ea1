/** A call between two peers in this page. */
export interface Loopback {
  /** What the far end hears. */
  readonly remote: MediaStreamTrack;
  /** The end that speaks, and the one that hears it. */
  readonly near: RTCPeerConnection;
  readonly far: RTCPeerConnection;
  readonly transceiver: RTCRtpTransceiver;
  /** Lets both ends agree again after a change. */
  negotiate(): Promise<void>;
  hangUp(): void;
}

/** Calls with the audio of `stream`; resolves once the call is connected. */
export async function callWith(stream: MediaStream): Promise<Loopback> {
  const near = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
  const transceiver = near.addTransceiver(stream.getAudioTracks()[0]!, { streams: [stream], direction: 'sendonly' });
  const arrived = new Promise<MediaStreamTrack>((resolve) => {
    far.ontrack = ({ track }) => resolve(track);
  });

  const negotiate = async () => {
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription!);
    await far.setLocalDescription();
    await near.setRemoteDescription(far.localDescription!);
  };
  await negotiate();
  return {
    remote: await arrived,
    near,
    far,
    transceiver,
    negotiate,
    hangUp() {
      near.close();
      far.close();
    },
  };
}
