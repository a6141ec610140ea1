import type { FileAnalysis, StreamEvents, StreamSummary, ToneEvent, ToneStream } from 'undertone';

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

/** All that a file gives: its events and its summary. */
export async function drain(analysis: FileAnalysis): Promise<{ events: ToneEvent[]; summary: StreamSummary }> {
  const events: ToneEvent[] = [];
  for await (const event of analysis) events.push(event);
  return { events, summary: await analysis.summary };
}
