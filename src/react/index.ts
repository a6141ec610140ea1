import type { ElementTags } from './element-tags.js';

export {
  UndertoneProvider,
  type UndertoneInstanceProps,
  type UndertoneOptionsProps,
  type UndertoneProviderProps,
} from './provider.js';
export type { ElementAttributes, ElementTags } from './element-tags.js';
export type { EngineOptions } from './page-engine.js';
export type { UndertoneFailed, UndertoneLoad, UndertoneLoading, UndertoneReady, UndertoneStatus } from './status.js';
export { useTone } from './use-tone.js';
export type { Tone, ToneOptions, ToneReading } from './tone.js';
export { useUndertone, type UseUndertoneOptions } from './use-undertone.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends ElementTags {}
  }
}
