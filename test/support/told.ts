import type { StreamEvents, ToneStream } from 'undertone';

/** One event with its name. */
export type Told = { [Name in keyof StreamEvents]: [name: Name, event: StreamEvents[Name]] }[keyof StreamEvents];

const NAMES = ['tone', 'speech', 'state', 'overload', 'error', 'end', 'revoke'] as const;

/** Every event from now on, in the order in which they come. */
export function recordAll(stream: ToneStream): Told[] {
  const told: Told[] = [];
  for (const name of NAMES) stream.on(name, (event) => told.push([name, event] as Told));
  return told;
}
