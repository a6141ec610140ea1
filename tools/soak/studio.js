import { FACTOR } from './factor.js';
import { patiently } from './patience.js';
import { recite } from './reciter.js';

const CLIPS = { voice: 'spoken-neutral-meeting', other: 'spoken-negative-refund', music: 'music-guitar' };

/** What is heard in each scene, by clip. */
const SCENES = {
  speech: { voice: 1 },
  'double talk': { voice: 0.7, other: 0.7 },
  'hold music': { music: 0.5 },
  silence: {},
};

const buffers = {};
for (const [name, file] of Object.entries(CLIPS)) {
  const bytes = await (await fetch(`/test/clips/${file}.wav`)).arrayBuffer();
  buffers[name] = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(bytes);
}

/** Contexts of the rates that calls come in, made when they are needed, and what plays in them. */
export class Studio {
  #rooms = new Map();

  async room(rate) {
    let room = this.#rooms.get(rate);
    if (!room || room.context.state === 'closed') {
      const context = new AudioContext({ sampleRate: rate });
      await patiently('a new context', context.resume());
      const players = Object.entries(buffers).map(([name, buffer]) => {
        const player = new AudioBufferSourceNode(context, { buffer, loop: true, playbackRate: FACTOR });
        player.start();
        return [name, player];
      });
      room = { context, players };
      this.#rooms.set(rate, room);
    }
    return room;
  }

  contexts() {
    return [...this.#rooms.values()].map(({ context }) => context);
  }

  /** Somebody on the call: a source of the kind that is asked for, and what can be done to it. */
  async source({ kind, rate, scene }) {
    if (kind === 'pcm') return recite(buffers.voice.getChannelData(0), rate, scene);
    const { context, players } = await this.room(rate);
    const out = new GainNode(context);
    const levels = players.map(([name, player]) => {
      const level = new GainNode(context, { gain: 0 });
      player.connect(level).connect(out);
      return { name, player, level };
    });
    const setScene = (next) => levels.forEach(({ name, level }) => (level.gain.value = SCENES[next][name] ?? 0));
    setScene(scene);
    const stream = kind === 'node' ? undefined : new MediaStream();
    const destinations = [];
    const newTrack = () => {
      const destination = new MediaStreamAudioDestinationNode(context);
      out.connect(destination);
      destinations.push(destination);
      return destination.stream.getAudioTracks()[0];
    };
    let track = stream && newTrack();
    if (track) stream.addTrack(track);
    return {
      given: kind === 'node' ? out : kind === 'track' ? track : stream,
      kind,
      rate,
      setScene,
      end: track && (() => track.stop()),
      get track() {
        return track;
      },
      /** Another track in the stream's place of the one that is heard, as when a microphone is chosen anew. */
      swap() {
        stream.removeTrack(track);
        track.stop();
        track = newTrack();
        stream.addTrack(track);
      },
      dispose() {
        for (const { player, level } of levels) player.disconnect(level);
        for (const level of levels) level.level.disconnect();
        out.disconnect();
        track?.stop();
      },
    };
  }

  async close() {
    await Promise.all(
      this.contexts().map(async (context) => {
        if (context.state !== 'closed') await context.close();
      }),
    );
    this.#rooms.clear();
  }
}
