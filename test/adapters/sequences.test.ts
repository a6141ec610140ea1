import { expect } from 'chai';
import fc from 'fast-check';
import { createUndertone } from 'undertone';
import { createCallHub, type CallHub } from 'undertone/calls';
import { consentOf, diaryOptions, eventually, hears, openStudio, sources, watched, type Diary } from './support.js';

/** Sequences that are tried, and how long they may be. */
const RUNS = 40;
const LONGEST = 20;

const NAMES = ['anna', 'ben', 'never'] as const;
type Name = (typeof NAMES)[number];

/** What is wanted of each, by the calls so far. */
type Wanted = Record<Name, { track: MediaStreamTrack | null; muted: boolean; allowed: boolean }>;

interface Real {
  readonly hub: CallHub;
  readonly tracks: MediaStreamTrack[];
  readonly diary: Diary;
  readonly pending: Promise<unknown>[];
  another(): MediaStreamTrack;
}

type Command = fc.AsyncCommand<Wanted, Real>;

const fresh = (who: Name) => ({ track: null, muted: false, allowed: who !== 'never' });

const command = (name: string, run: (wanted: Wanted, real: Real) => unknown): Command => ({
  check: () => true,
  async run(wanted, real) {
    await run(wanted, real);
    expectDecency(real);
  },
  toString: () => name,
});

/** At every moment: one stream for each, no track heard twice, nobody heard who has not agreed. */
function expectDecency({ diary }: Real): void {
  const alive = diary.streams.filter(([, stream]) => hears(stream));
  expect(new Set(alive.map(([who]) => who)).size, 'streams of one name').to.equal(alive.length);
  expect(new Set(alive.map(([, stream]) => sources.get(stream))).size, 'streams of one track').to.equal(alive.length);
  expect(diary.streams.map(([who]) => who)).not.to.include('never');
}

/** In the end: exactly those are heard who are wanted, and with the track that was set last. */
function expectWanted(wanted: Wanted, { hub }: Real): void {
  for (const who of NAMES) {
    const { track, muted, allowed } = wanted[who];
    const stream = hub.streams.get(who);
    const isHeard = stream !== undefined && hears(stream);
    expect(isHeard, who).to.equal(allowed && !muted && track?.readyState === 'live');
    if (isHeard) expect(sources.get(stream), who).to.equal(track);
  }
}

const name = fc.constantFrom(...NAMES);
const setting = fc.tuple(name, fc.nat(1)).map(([who, i]) =>
  command(`set ${who} to track ${i}`, (wanted, { hub, tracks }) => {
    const track = tracks[i]!;
    for (const other of NAMES) if (wanted[other].track === track) wanted[other].track = null;
    wanted[who].track = track;
    hub.set(who, track);
  }),
);

/** Of what is told most, more. */
const commands = [
  setting,
  setting,
  setting,
  setting,
  name.map((who) =>
    command(`set ${who} to nothing`, (wanted, { hub }) => {
      wanted[who].track = null;
      hub.set(who, null);
    }),
  ),
  fc.tuple(name, fc.boolean()).map(([who, muted]) =>
    command(`${muted ? 'mute' : 'unmute'} ${who}`, (wanted, { hub }) => {
      wanted[who].muted = muted;
      hub.mute(who, muted);
    }),
  ),
  name.map((who) =>
    command(`${who} leaves`, (wanted, { hub }) => {
      wanted[who].track = null;
      hub.leave(who);
    }),
  ),
  fc.tuple(name, fc.boolean()).map(([who, waits]) =>
    command(`end ${who}${waits ? ' and wait' : ''}`, (wanted, { hub, pending }) => {
      wanted[who] = fresh(who);
      const ended = hub.end(who);
      pending.push(ended);
      return waits ? ended : undefined;
    }),
  ),
  name.map((who) =>
    command(`${who} revokes`, (wanted, { hub, pending }) => {
      wanted[who].allowed = false;
      pending.push(hub.revoke(who));
    }),
  ),
  name.map((who) =>
    command(`ask ${who}`, (wanted, { hub }) => {
      wanted[who].allowed = who !== 'never';
      hub.ask(who);
    }),
  ),
  fc.nat(1).map((i) =>
    command(`track ${i} ends`, (_, real) => {
      real.tracks[i]!.stop();
      real.tracks[i] = real.another();
    }),
  ),
  fc.nat(120).map((ms) => command(`${ms} ms pass`, () => new Promise((resolve) => setTimeout(resolve, ms)))),
];

describe('whatever a hub is told, and in whatever order', () => {
  it('hears whom it is to hear, once, with the last of their tracks, and ends each stream once', async () => {
    const undertone = await createUndertone();
    const studio = await openStudio();
    const analyzer = watched(undertone);
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: LONGEST }), async (sequence) => {
        const { options, diary } = diaryOptions();
        const answer = (who: string) => (who === 'never' ? null : consentOf(who));
        // One answers at once, the others take their time.
        const hub = createCallHub(analyzer, {
          ...options,
          consentOf: (who) => (who === 'anna' ? answer(who) : Promise.resolve(answer(who))),
        });
        const tracks = [studio.silence(), studio.silence()];
        const real: Real = { hub, tracks, diary, pending: [], another: studio.silence };
        const wanted: Wanted = { anna: fresh('anna'), ben: fresh('ben'), never: fresh('never') };
        await fc.asyncModelRun(() => ({ model: wanted, real }), sequence);
        await eventually(() => expectWanted(wanted, real));
        expectDecency(real);
        await Promise.all([hub.end(), ...real.pending]);
        expect(diary.errors.map(({ message }) => message)).to.deep.equal([]);
        expect(hub.streams.size).to.equal(0);
        expect(diary.ends.map(([who]) => who).toSorted()).to.deep.equal(diary.streams.map(([who]) => who).toSorted());
        expect(diary.streams.filter(([, { state }]) => state !== 'ended')).to.deep.equal([]);
        for (const track of tracks) track.stop();
      }),
      { numRuns: RUNS, endOnFailure: true, includeErrorInReport: true },
    );
    await studio.close();
    await undertone.close();
  });
});
