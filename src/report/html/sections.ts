import type { SpeakerReport, ToneReport } from '../report.js';
import { STAY_SECONDS } from '../turning-points.js';
import { drawLane, LANE_HEIGHT, ROW_MIDDLES, stepOf } from './lane.js';
import { escape, nameOf, table } from './markup.js';
import { clock, lasting, percent, TONE_WORDS, tone, TONES, toneWithScore, UNHEARD_REASONS, UNHEARD_WORDS } from './words.js';

/** As docs/security.md has it. */
export const PRIVACY = `<blockquote><p>Ask before you start, and tell people what it is for. Do not use the tone of a voice for decisions with legal or similarly
significant effect, such as employment, housing or credit. In the EU, inferring emotions of workers from biometric data is banned
at work (AI Act Art. 5(1)(f), since 2025-02-02), and where it is allowed people must be told (Art. 50(3)). The safe default is to
analyse the remote party, with notice.</p>
<p>This report is personal data of the people in it: keep it as long as they were told, and delete it when they withdraw consent.</p></blockquote>`;

/** What is shorter, in seconds, has no row of its own: where a source is replaced, a moment is lost. It is in the sums. */
const SHORTEST_ROW = 0.5;

const MINUTE_STEPS = [30, 60, 300, 600, 1800, 3600];
const MOST_MINUTES = 60;

const section = (heading: string, body: string) => `<section>\n<h2>${heading}</h2>\n${body}\n</section>`;

export function atAGlance({ speakers }: ToneReport): string {
  if (speakers.length === 0) return section('At a glance', '<p>Nothing has been logged.</p>');
  const rows = speakers.map(({ name, call, talkSeconds, talkShare, turningPoints: points, unheardSeconds }) => [
    nameOf(name),
    toneWithScore(call),
    ...TONES.map((label) => (call.scores ? percent(call.scores[label]) : '–')),
    lasting(talkSeconds),
    talkShare === null ? '–' : percent(talkShare),
    String(points.length),
    lasting(sum(Object.values(unheardSeconds))),
  ]);
  const head = ['Speaker', 'Tone of the whole call', ...TONES.map((label) => TONE_WORDS[label])];
  const caption = 'Each speaker: the tone of the whole call, and how much of it was heard';
  return section(
    'At a glance',
    table({ caption, head: [...head, 'Talk time', 'Share of talk', 'Turning points', 'Not heard'], rows }),
  );
}

export function timelines({ speakers, duration }: ToneReport): string {
  const lanes = speakers.map((speaker) => {
    const names = [...TONES.map((label) => TONE_WORDS[label]), 'Speech'].map(
      (name, i) => `<text x="0" y="${ROW_MIDDLES[i]! + 4}">${name}</text>`,
    );
    return `<figure>
<h3>${nameOf(speaker.name)}</h3>
<div class="lane"><svg height="${LANE_HEIGHT}" aria-hidden="true">${names.join('')}</svg>
<svg height="${LANE_HEIGHT}" role="img" aria-label="${escape(inWords(speaker))}">
${drawLane(speaker, duration)}
</svg></div>
</figure>`;
  });
  const legend = `<p class="muted">Each row shows how probable a tone was in the last 30 s of speech; the most probable one is stronger. Blank: nobody spoke.
Hatched: nothing could be heard. A dashed line is a turning point, with its number where there is room. Time is in minutes and seconds.</p>`;
  return speakers.length === 0 ? '' : section('Timelines', `${legend}\n${lanes.join('\n')}`);
}

/** What the drawing shows, for who does not see it; the tables below have the rest. */
function inWords({ name, windows, turningPoints: points, talkSeconds }: SpeakerReport): string {
  const spoken = windows.filter(({ freshSpeechSeconds, recent }) => freshSpeechSeconds > 0 && recent.label);
  const shares = TONES.map((label) => {
    const share = spoken.filter(({ recent }) => recent.label === label).length / Math.max(1, spoken.length);
    return `${TONE_WORDS[label].toLowerCase()} ${percent(share)}`;
  });
  const turns = points.map(({ at, to }) => `${clock(at)} to ${to}`);
  return `Timeline of ${name}: ${lasting(talkSeconds)} of speech; of the time spoken ${shares.join(', ')}; turning points: ${turns.join(', ') || 'none'}.`;
}

export function turningPoints({ speakers }: ToneReport): string {
  const found = speakers
    .flatMap(({ name, turningPoints: points }) => points.map((point, i) => ({ ...point, name, number: i + 1 })))
    .toSorted((a, b) => a.at - b.at);
  const rows = found.map(({ at, name, number, from, to, before, after }) => [
    clock(at),
    nameOf(name),
    String(number),
    `${tone(from)} ${percent(before[from])}, ${TONE_WORDS[to].toLowerCase()} ${percent(before[to])}`,
    `${tone(to)} ${percent(after[to])}, ${TONE_WORDS[from].toLowerCase()} ${percent(after[from])}`,
  ]);
  const caption = `Where the tone of the last 30 s of speech changed and stayed for ${STAY_SECONDS} s of speech`;
  const body =
    rows.length > 0
      ? table({ caption, head: ['Time', 'Speaker', 'Number', 'Before', 'After'], rows })
      : `<p>None: no change of the last 30 s stayed for ${STAY_SECONDS} s of speech.</p>`;
  return section('Turning points', body);
}

export function overlaps({ speakers, overlaps: pairs }: ToneReport): string {
  if (pairs.length === 0) return '';
  const rows = pairs.map(({ speakers: [a, b], least, most }) => [
    nameOf(speakers[a]!.name),
    nameOf(speakers[b]!.name),
    lasting(least),
    lasting(most),
  ]);
  return section(
    'Talking at once',
    table({ caption: 'How long two spoke at the same time', head: ['Speaker', 'With', 'At least', 'At most'], rows }),
  );
}

export function unheard({ speakers }: ToneReport): string {
  const reasons = UNHEARD_REASONS.filter((reason) => speakers.some(({ unheardSeconds }) => unheardSeconds[reason]));
  if (reasons.length === 0) return section('Not heard', '<p>All of it was heard.</p>');
  const byReason = reasons.map((reason) => {
    const [name, meaning] = UNHEARD_WORDS[reason];
    return [name, meaning, ...speakers.map(({ unheardSeconds }) => lasting(unheardSeconds[reason] ?? 0))];
  });
  const summary = table({
    caption: 'How long nothing was heard of each speaker, and why',
    head: ['Reason', 'Meaning', ...speakers.map(({ name }) => nameOf(name))],
    rows: byReason,
  });
  const stretches = speakers
    .flatMap(({ name, unheard: all }) =>
      all
        .filter(({ reason, from, to }) => reason !== 'no-speech' && to - from >= SHORTEST_ROW)
        .map((stretch) => ({ ...stretch, name })),
    )
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to, name, reason }) => [
      `${clock(from)} to ${clock(to)}`,
      nameOf(name),
      UNHEARD_WORDS[reason][0],
      lasting(to - from),
    ]);
  if (stretches.length === 0) return section('Not heard', summary);
  const list = table({
    caption: `Each stretch of ${SHORTEST_ROW} s or more that could not be heard, but for those in which nobody spoke`,
    head: ['Time', 'Speaker', 'Reason', 'Length'],
    rows: stretches,
  });
  return section('Not heard', `${summary}\n${list}`);
}

export function minutes({ speakers, duration }: ToneReport): string {
  if (speakers.length === 0) return '';
  const step = stepOf(duration, MOST_MINUTES, MINUTE_STEPS);
  const rows = Array.from({ length: Math.max(1, Math.ceil(duration / step - 1e-6)) }, (_, i) => {
    const [from, to] = [i * step, (i + 1) * step];
    return [`${clock(from)} to ${clock(Math.min(to, duration))}`, ...speakers.map((speaker) => during(speaker, from, to))];
  });
  const head = ['Time', ...speakers.map(({ name }) => nameOf(name))];
  return section('Step by step', table({ caption: 'The last 30 s of speech at the end of each step', head, rows }));
}

/** The tone by the end of a step, if somebody spoke in it. */
function during({ windows }: SpeakerReport, from: number, to: number): string {
  const last = windows.findLast(({ end, freshSpeechSeconds }) => end > from + 1e-6 && end <= to + 1e-6 && freshSpeechSeconds > 0);
  return last ? toneWithScore(last.recent) : '<span class="none">No speech</span>';
}

export function howToRead({ model }: ToneReport): string {
  const rules = [
    '<strong>Silence is not neutral.</strong> Where nobody speaks, or too quietly, there is no tone. It is left blank.',
    'A tone says how a voice sounds to a model, not what a person feels, means or is. It is often wrong, and more often for some groups of people than for others. Treat it as a hint, and listen to the call.',
    'A percentage is how probable the model holds a tone. Tones that are nearly as probable are as good as undecided.',
    `Talk time is speech that could be judged, without the pauses between words. The tone of the last 30 s looks back on 30 s of it, unless the app has set another length; so a change shows late.`,
    `A turning point is where the tone of the last 30 s changed and stayed for ${STAY_SECONDS} s of speech. The first tone is none.`,
    'Speech is located to a window, 2.5 s as a rule. How long two spoke at once therefore lies between two bounds.',
    `The model was ${escape(model.name)}, version ${escape(model.version)}. Its model card says whom it was tried with, and where it is weak.`,
  ];
  return section('How to read this', `<ul>\n${rules.map((rule) => `<li>${rule}</li>`).join('\n')}\n</ul>`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
