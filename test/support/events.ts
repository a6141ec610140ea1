import { expect } from 'chai';
import type { AudioSource, FileAnalysis, OverloadEvent, StreamEvents, StreamSummary, ToneEvent, ToneStream } from 'undertone';

/** The next event of this name that `accept` takes. */
export function next<Name extends keyof StreamEvents>(
  stream: ToneStream,
  name: Name,
  accept: (event: StreamEvents[Name]) => boolean = () => true,
): Promise<StreamEvents[Name]> {
  return new Promise((resolve) => {
    const off = stream.on(name, (event) => {
      if (!accept(event)) return;
      off();
      resolve(event);
    });
  });
}

/** The next event with this state; at once if the stream is in it. */
export async function inState(stream: ToneStream, state: ToneStream['state']): Promise<void> {
  if (stream.state !== state) await next(stream, 'state', (event) => event.state === state);
}

/** Every event of this name from now on. */
export function record<Name extends keyof StreamEvents>(stream: ToneStream, name: Name): StreamEvents[Name][] {
  const events: StreamEvents[Name][] = [];
  stream.on(name, (event) => events.push(event));
  return events;
}

/** The next `count` tone events. */
export async function tones(stream: ToneStream, count: number): Promise<ToneEvent[]> {
  const events: ToneEvent[] = [];
  while (events.length < count) events.push(await next(stream, 'tone'));
  return events;
}

/** Tones and overloads in the order in which they came, from now on. */
export function recordHops(stream: ToneStream): (ToneEvent | OverloadEvent)[] {
  const heard: (ToneEvent | OverloadEvent)[] = [];
  stream.on('tone', (event) => heard.push(event));
  stream.on('overload', (event) => heard.push(event));
  return heard;
}

/**
 * Every hop was analysed, or reported as dropped: a slow machine may drop any of them, but none in silence. Where audio was missing
 * the event says so, and what came before a gap, or before the end, may be less than a hop. Returns the second at which the first
 * hop began, with an empty window.
 */
export function expectEveryHop(heard: readonly (ToneEvent | OverloadEvent)[], hopMs: number): number {
  const hop = hopMs / 1000;
  const windowSeconds = 5;
  const events = heard.filter((event): event is ToneEvent => 'window' in event);
  let dropped = 0;
  let from: number | undefined;
  let last = 0;
  let audio = 0;
  for (const event of heard) {
    if ('droppedWindows' in event) {
      dropped += event.droppedWindows;
      continue;
    }
    const { start, end } = event.window;
    if (from === undefined) last = from = end - (1 + dropped) * hop;
    else last += event.gapSeconds;
    const whole = last + (1 + dropped) * hop;
    const following = events[events.indexOf(event) + 1];
    const isTail = end < whole - 1e-6 && (!following || following.gapSeconds > 0);
    if (isTail) expect(end, 'end of a tail').to.be.above(last + dropped * hop);
    else expect(end, 'end of a window').to.be.closeTo(whole, 1e-6);
    // A long gap begins an empty window.
    const [anew, on] = [end - last, audio + end - last].map((seconds) => Math.max(0, end - Math.min(seconds, windowSeconds)));
    const begins = event.gapSeconds > 0 && Math.abs(start - anew!) < 1e-3 ? anew! : on!;
    expect(start, 'start of a window').to.be.closeTo(begins, 1e-3);
    audio = begins === anew ? end - last : audio + end - last;
    last = end;
    dropped = 0;
  }
  return from ?? expect.fail('no tone was heard');
}

/** Hops that were reported as dropped. */
export function countDropped(heard: readonly (ToneEvent | OverloadEvent)[]): number {
  return heard.reduce((sum, event) => sum + ('droppedWindows' in event ? event.droppedWindows : 0), 0);
}

/** Replaces the source, and returns the first tone of the new one: the last of the old may still be on its way. */
export async function toneAfterReplacing(stream: ToneStream, source: AudioSource): Promise<ToneEvent> {
  await stream.replace(source);
  const { duration } = stream.summary;
  return next(stream, 'tone', ({ window }) => window.start >= duration);
}

/** All that a file gives: its events and its summary. */
export async function drain(analysis: FileAnalysis): Promise<{ events: ToneEvent[]; summary: StreamSummary }> {
  const events: ToneEvent[] = [];
  for await (const event of analysis) events.push(event);
  return { events, summary: await analysis.summary };
}
