import { expect } from 'chai';
import type { Scores, ToneEvent } from 'undertone';
import { toCsv } from '../../../src/elements/timeline/csv.js';
import { selectHops, toHops, type Hop } from '../../../src/elements/timeline/hops.js';
import { clock, fit, reveal, ticks, zoom } from '../../../src/elements/timeline/range.js';

const SCORES: Scores = { negative: 0.2, neutral: 0.5, positive: 0.3 };

function toneEvent(end: number, gapSeconds = 0, scores: Scores | null = SCORES): ToneEvent {
  const label = scores ? 'neutral' : null;
  const estimate = { start: end - 5, end, speechSeconds: 3, label, scores, reason: scores ? null : 'too-quiet' } as const;
  const rest = { id: 'a', latencyMs: null, inferenceMs: 1, provider: 'wasm', timeOrigin: 0 } as const;
  return { ...rest, window: estimate, recent: estimate, call: estimate, speech: 0.75, gapSeconds };
}

describe('the hops of a timeline', () => {
  it('leave a gap in which no audio came blank', () => {
    const hops = toHops([toneEvent(2.5), toneEvent(5), toneEvent(17.5, 10)], 'recent');
    expect(hops.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 2.5],
      [2.5, 5],
      [15, 17.5],
    ]);
  });

  it('are merged where there are more than can be seen, and silence is not merged into a tone', () => {
    const hops: Hop[] = [
      { from: 0, to: 1, speech: 1, scores: SCORES },
      { from: 1, to: 2, speech: 0, scores: null },
      { from: 2, to: 3, speech: 0, scores: null },
      { from: 3, to: 4, speech: 0, scores: null },
    ];
    const merged = selectHops(hops, { from: 0, to: 4 }, 2);
    expect(merged).to.deep.equal([
      { from: 0, to: 2, speech: 0.5, scores: SCORES },
      { from: 2, to: 4, speech: 0, scores: null },
    ]);
  });
});

describe('the range of a timeline', () => {
  it('stays inside of what there is, and is none where that is all', () => {
    expect(fit({ from: -5, to: 25 }, 100)).to.deep.equal({ from: 0, to: 30 });
    expect(fit({ from: 90, to: 120 }, 100)).to.deep.equal({ from: 70, to: 100 });
    expect(fit({ from: 0, to: 100 }, 100)).to.equal(null);
  });

  it('is zoomed around a moment, which keeps its place', () => {
    expect(zoom({ from: 0, to: 100 }, 1 / 2, 40, 100)).to.deep.equal({ from: 20, to: 70 });
    expect(zoom({ from: 20, to: 70 }, 4, 40, 100)).to.equal(null);
  });

  it('follows the cursor', () => {
    expect(reveal({ from: 20, to: 40 }, 45, 100)).to.deep.equal({ from: 25, to: 45 });
    expect(reveal({ from: 20, to: 40 }, 30, 100)).to.deep.equal({ from: 20, to: 40 });
  });

  it('has round times under it, and no more than there is room for', () => {
    expect(ticks({ from: 7, to: 52 }, 5)).to.deep.equal([10, 20, 30, 40, 50]);
    for (const hours of [1, 3, 24]) expect(ticks({ from: 0, to: 3600 * hours }, 4).length).to.be.within(2, 5);
  });

  it('is told in hours where there are some', () => {
    expect([5, 95, 3695].map(clock)).to.deep.equal(['0:05', '1:35', '1:01:35']);
  });
});

describe('the CSV of a timeline', () => {
  it('has a row for each event, and a reason and no numbers where there is no label', () => {
    const [head, first, second] = toCsv([toneEvent(2.5), toneEvent(5, 0, null)]).split('\r\n');
    expect(head).to.match(/^start,end,speech,window,window negative,/);
    expect(first).to.match(/^0\.000,2\.500,0\.7500,neutral,0\.2000,0\.5000,0\.3000,/);
    expect(second).to.equal('2.500,5.000,0.7500,too-quiet,,,,too-quiet,,,,too-quiet,,,');
  });
});
