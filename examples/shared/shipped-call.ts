/** The two sides of the call that comes with the examples; see call-audio/README.md. */
export const SHIPPED_CALL = {
  agent: { name: 'Agent', url: new URL('../call-audio/agent.opus', import.meta.url) },
  caller: { name: 'Caller', url: new URL('../call-audio/caller.opus', import.meta.url) },
};

export type CallSide = keyof typeof SHIPPED_CALL;

export async function fetchSide(side: CallSide): Promise<File> {
  const { name, url } = SHIPPED_CALL[side];
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The shipped call could not be loaded: ${url} answers ${response.status}.`);
  return new File([await response.blob()], `Shipped call, ${name.toLowerCase()}`, { type: 'audio/ogg' });
}
