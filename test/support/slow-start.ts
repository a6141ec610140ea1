import type { ToneStream } from 'undertone';

/**
 * Any error of `stream` fails the test but one: on a slow machine the audio of a context starts later than Undertone waits
 * before it reports that the browser holds it back. Returns what ends this.
 */
export function allowSlowStart(stream: ToneStream): () => void {
  return stream.on('error', (error) => {
    if (error.code !== 'context-blocked') throw error;
  });
}
