import type { GraphSource } from '../capture/audio-source.js';
import type { ContextWatch } from '../capture/context-watch.js';
import type { UndertoneError } from '../errors.js';
import type { InferenceClient } from '../inference/client.js';
import type { Transport } from '../ring/transport.js';

/** What a stream needs of the instance that made it. */
export interface StreamContext {
  /** The worker of now. */
  readonly client: InferenceClient;
  /** Whether it has crashed and another is being started: `worker-back` or `worker-gone` follows. */
  readonly recovering: boolean;
  /** Why there is no worker any more. */
  readonly gone: UndertoneError | undefined;
  transport: Transport;
  speechThreshold: number;
  /** The watch of a node's own context, or of the shared one. */
  readonly watchFor: (source: GraphSource) => ContextWatch;
  /** The stream is over. */
  onClosed(): void;
}
