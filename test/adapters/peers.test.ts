/** Connections between two ends in this page: every one of these calls is a real one, by the real package. */
import { expect } from 'chai';
import { UA } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Socket } from 'jssip';
import { Peer, type MediaConnection } from 'peerjs';
import SimplePeer from 'simple-peer';
import type { CallHub } from 'undertone/calls';
import { followJsSip } from 'undertone/sip';
import { followPeerConnection } from 'undertone/webrtc';
import { next } from '../support/events.js';
import { callWith } from '../support/loopback.js';
import { eventually, hearing, hubSuite, sources, streamOf, type Diary, type Studio } from './support.js';

declare const __PEER_PORT__: number;

/** No server is asked for addresses: both ends are here. */
const ICE = { iceServers: [] };

describe('calls between two peers', () => {
  let studio: Studio;
  let diary: Diary;
  let hub: CallHub;
  const suite = hubSuite();
  beforeEach(() => ({ studio, diary, hub } = suite));

  /** The other end is heard, and then the call is over. */
  async function expectCall(who: string, hangUp: () => unknown): Promise<void> {
    await next(await streamOf(hub.streams, who), 'tone', (tone) => tone.call.speechSeconds > 0);
    hangUp();
    await eventually(() => expect(diary.ends.map(([name]) => name)).to.deep.equal([who]));
    expect(diary.ends[0]![1]!.windows).to.be.above(0);
  }

  it('RTCPeerConnection: both ends, hold, a replaced track, and the end', async () => {
    const microphone = studio.track();
    const { near, far, transceiver, negotiate } = await callWith(new MediaStream([microphone]));
    const detachNear = followPeerConnection(hub, near, { local: 'me' });
    const detachFar = followPeerConnection(hub, far, { remote: ({ mid }) => `caller ${mid}` });
    const remote = far.getReceivers()[0]!.track;
    await hearing(hub.streams, { me: microphone, 'caller 0': remote });
    await next(hub.streams.get('caller 0')!, 'tone');

    transceiver.direction = 'inactive';
    await negotiate();
    await hearing(hub.streams, {});
    transceiver.direction = 'sendonly';
    await negotiate();
    await hearing(hub.streams, { me: microphone, 'caller 0': remote });

    const other = studio.track();
    await transceiver.sender.replaceTrack(other);
    hub.look();
    await hearing(hub.streams, { me: other, 'caller 0': remote });
    expect(diary.streams).to.have.length(2);

    far.close();
    await eventually(() => expect(diary.ends.map(([who]) => who)).to.deep.equal(['caller 0']));
    await hearing(hub.streams, { me: other });
    await Promise.all([detachNear(), detachFar(), detachNear()]);
    near.close();
    expect(diary.ends.map(([who]) => who)).to.deep.equal(['caller 0', 'me']);
  });

  it('PeerJS, through a server of its own', async () => {
    const server = { host: 'localhost', port: __PEER_PORT__, path: '/', config: ICE };
    const [caller, called] = [new Peer('anna', server), new Peer('ben', server)];
    await Promise.all([caller, called].map((peer) => new Promise((resolve) => peer.once('open', resolve))));
    const incoming = new Promise<MediaConnection>((resolve) => called.once('call', resolve));
    const outgoing = caller.call('ben', new MediaStream([studio.track()]));
    const call = await incoming;
    call.answer(new MediaStream([studio.track()]));
    followPeerConnection(hub, call.peerConnection, { remote: call.peer });
    await expectCall('anna', () => call.close());
    outgoing.close();
    caller.destroy();
    called.destroy();
  });

  it('simple-peer, whose tracks the app sets by itself', async () => {
    const options = { config: ICE, trickle: true };
    const caller = new SimplePeer({ ...options, initiator: true, stream: new MediaStream([studio.track()]) });
    const called = new SimplePeer(options);
    caller.on('signal', (data) => called.signal(data));
    called.on('signal', (data) => caller.signal(data));
    called.on('track', (track: MediaStreamTrack) => track.kind === 'audio' && hub.set('anna', track));
    called.on('close', () => void hub.end('anna'));
    // Of the channel for data, which nobody uses, its end is an error.
    for (const peer of [caller, called]) peer.on('error', () => {});
    await expectCall('anna', () => called.destroy());
    caller.destroy();
  });

  it('JsSIP, over a line between two user agents', async () => {
    const [near, far] = line();
    const agent = (name: string, socket: Socket) => {
      const ua = new UA({ uri: `sip:${name}@here.invalid`, sockets: [socket], register: false });
      ua.start();
      return ua;
    };
    const [caller, called] = [agent('anna', near), agent('ben', far)];
    let detach = async () => {};
    const over = new Promise((resolve) => {
      called.on('newRTCSession', ({ session }: { session: RTCSession }) => {
        detach = followJsSip(hub, session, { remote: 'anna' });
        session.on('ended', resolve);
        session.answer({ mediaStream: new MediaStream([studio.track()]), pcConfig: ICE });
      });
    });
    const call = caller.call('sip:ben@here.invalid', { mediaStream: new MediaStream([studio.track()]), pcConfig: ICE });
    await expectCall('anna', () => call.terminate());
    await over;
    await detach();
    expect(sources.get(diary.streams[0]![1])).to.have.property('kind', 'audio');
    caller.stop();
    called.stop();
  });
});

/** Two sockets of which each gets what the other sends. */
function line(): [Socket, Socket] {
  const end = () => {
    let connected = false;
    return {
      via_transport: 'WS',
      url: 'ws://here.invalid',
      sip_uri: 'sip:here.invalid;transport=ws',
      other: undefined as unknown as Socket,
      connect() {
        connected = true;
        queueMicrotask(() => this.onconnect());
      },
      disconnect() {
        connected = false;
      },
      send(message: string) {
        setTimeout(() => this.other.ondata(message));
        return true;
      },
      isConnected: () => connected,
      isConnecting: () => false,
      onconnect() {},
      ondisconnect() {},
      ondata: (() => {}) as (message: unknown) => void,
    };
  };
  const [near, far] = [end(), end()];
  near.other = far as Socket;
  far.other = near as Socket;
  return [near as Socket, far as Socket];
}
