import type { Consent, ToneStream, Undertone } from 'undertone';
import { connectPeers } from './peer-call.js';

/** Something for each side of a call. */
export interface Sides<T> {
  readonly a: T;
  readonly b: T;
}

export interface AnalysedCall {
  /** What each side sounds like to the other. */
  readonly streams: Sides<ToneStream>;
  readonly heardFrom: Sides<MediaStream>;
  hangUp(): Promise<void>;
}

/** Calls from `a` to `b` and analyses each as the other side hears them, which is how an app gets a remote party. */
export async function startAnalysedCall(
  undertone: Undertone,
  sources: Sides<MediaStream>,
  consents: Sides<Consent>,
): Promise<AnalysedCall> {
  const { heardFrom, hangUp } = await connectPeers(sources.a, sources.b);
  const streams = {
    a: undertone.analyze(heardFrom.a, { id: consents.a.subject, consent: consents.a }),
    b: undertone.analyze(heardFrom.b, { id: consents.b.subject, consent: consents.b }),
  };
  return {
    streams,
    heardFrom,
    async hangUp() {
      await Promise.all([streams.a.stop(), streams.b.stop()]);
      hangUp();
    },
  };
}
