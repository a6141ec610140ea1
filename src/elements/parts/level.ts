import { UndertoneError } from 'undertone';

/** What a level can be measured of. */
export type LevelSource = AudioNode | MediaStream | MediaStreamTrack;

/** A 23rd of a second at 48 kHz. */
const FFT_SIZE = 2048;

/** Fast enough for the eye, and for eyes that prefer less motion. */
const EVERY_MS = { usual: 66, reduced: 500 };

/** What is below is silence to anybody's ear. */
export const FLOOR_DB = -60;

/** @throws `bad-source` where nothing can be measured of it, whether the element is in a document or not */
export function checkLevelSource(source: LevelSource): void {
  const isAudible =
    source instanceof AudioNode
      ? source.context.state !== 'closed' && source.numberOfOutputs > 0
      : source instanceof MediaStream
        ? source.getAudioTracks().length > 0
        : // By its kind alone: a track may be of another window.
          source.kind === 'audio';
  if (!isAudible) throw refuse();
}

/**
 * Measures the level of `source` and tells it in dBFS, -60 to 0, or `null` while its context does not run. Nothing is connected to the
 * speakers, and nothing is kept.
 * @returns what ends it
 * @throws `bad-source`
 */
export function measureLevel(source: LevelSource, onLevel: (level: number | null) => void): () => void {
  const { node, release } = open(source);
  const analyser = new AnalyserNode(node.context, { fftSize: FFT_SIZE });
  node.connect(analyser);
  const samples = new Float32Array(FFT_SIZE);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let last = Number.NEGATIVE_INFINITY;
  let frame = requestAnimationFrame(function measure(now) {
    frame = requestAnimationFrame(measure);
    if (now - last < (calm.matches ? EVERY_MS.reduced : EVERY_MS.usual)) return;
    last = now;
    // One that was made before the first press of anybody may run by now.
    if (node !== source && node.context.state === 'suspended' && navigator.userActivation?.hasBeenActive) wake(node.context);
    analyser.getFloatTimeDomainData(samples);
    onLevel(node.context.state === 'running' ? decibels(samples) : null);
  });
  return () => {
    cancelAnimationFrame(frame);
    node.disconnect(analyser);
    release();
  };
}

function open(source: LevelSource): { node: AudioNode; release: () => void } {
  checkLevelSource(source);
  if (source instanceof AudioNode) return { node: source, release: () => {} };
  const context = new AudioContext();
  try {
    const stream = source instanceof MediaStream ? source : new MediaStream([source]);
    return { node: context.createMediaStreamSource(stream), release: () => void context.close() };
  } catch (cause) {
    void context.close();
    throw refuse(cause);
  }
}

function refuse(cause?: unknown): UndertoneError {
  const message = 'Set a MediaStream or a track with audio as source, or an AudioNode whose context is not closed.';
  return new UndertoneError('bad-source', message, { cause });
}

function wake(context: BaseAudioContext): void {
  if (context instanceof AudioContext) context.resume().catch(() => {});
}

function decibels(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(0, Math.max(FLOOR_DB, 10 * Math.log10(power || Number.MIN_VALUE)));
}
