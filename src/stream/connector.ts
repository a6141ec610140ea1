import type { ResolvedSource } from '../capture/audio-source.js';
import type { Connection, ConnectionListener } from './connection.js';
import { PcmConnection } from './pcm-connection.js';
import type { StreamContext } from './stream-context.js';
import { TapConnection } from './tap-connection.js';

/** What connects a stream to one source. */
export interface Connector {
  /** Hz. */
  readonly sampleRate: number;
  /** Loads what it needs; nothing where it needs nothing. @throws `asset-load`, `csp-blocked`, `context-blocked`, `unsupported` */
  readonly load?: () => Promise<void>;
  /** To be called once that is loaded. @throws `bad-source` */
  connect(listener: ConnectionListener): Connection;
}

export function connectorFor(source: ResolvedSource, { watchFor, transport }: StreamContext): Connector {
  if (source.kind === 'pcm') {
    const { pcm } = source;
    return { sampleRate: pcm.sampleRate, connect: (listener) => new PcmConnection(pcm, listener) };
  }
  const watch = watchFor(source);
  return {
    sampleRate: watch.context.sampleRate,
    load: () => watch.load(),
    connect: (listener) => new TapConnection(watch, source, transport, listener),
  };
}
