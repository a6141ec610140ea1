import type { Consent, ToneStream, Undertone } from 'undertone';
import { startAnalysedCall } from '../shared/analysed-call.js';
import { playIntoStream } from '../shared/playback.js';
import { fetchSide } from '../shared/shipped-call.js';

/** The shipped call as if it took place now. */
export interface SupportCall {
  readonly caller: ToneStream;
  readonly agent: ToneStream;
  /** Both sides, to be played to the agent. */
  readonly heard: readonly MediaStream[];
  /** The caller's recording, for its position and its end. */
  readonly player: HTMLAudioElement;
  play(): Promise<unknown>;
  /** Ends call and analysis, and closes `context`. */
  hangUp(): Promise<void>;
}

export async function openSupportCall(
  undertone: Undertone,
  context: AudioContext,
  consents: { caller: Consent; agent: Consent },
): Promise<SupportCall> {
  const [callerFile, agentFile] = await Promise.all([fetchSide('caller'), fetchSide('agent')]);
  const caller = playIntoStream(context, callerFile);
  const agent = playIntoStream(context, agentFile);
  const close = () => {
    caller.close();
    agent.close();
    return context.close();
  };
  try {
    const call = await startAnalysedCall(
      undertone,
      { a: caller.stream, b: agent.stream },
      { a: consents.caller, b: consents.agent },
    );
    return {
      caller: call.streams.a,
      agent: call.streams.b,
      heard: [call.heardFrom.a, call.heardFrom.b],
      player: caller.player,
      play: () => Promise.all([caller.player.play(), agent.player.play()]),
      async hangUp() {
        await call.hangUp();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
