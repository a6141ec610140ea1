import { createContext, createElement, useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import type { Undertone } from 'undertone';
import { appEngine, pageEngine, type EngineOptions } from './page-engine.js';
import type { Engine } from './status.js';

const EngineContext = createContext<Engine | null>(null);

/** Loads with `options` where a hook below needs it. */
export interface UndertoneOptionsProps {
  /** As for `createUndertone()`. A literal may be given: what counts is what is in it. Default: none. */
  options?: EngineOptions;
  /** The other way to use the provider. */
  instance?: never;
  /** What uses the hooks. */
  children?: ReactNode;
}

/** Uses an instance that the app makes and closes. */
export interface UndertoneInstanceProps {
  /** The app's own; `null` or `undefined` for as long as it loads. The hooks never close it. */
  instance: Undertone | null | undefined;
  /** The other way to use the provider. */
  options?: never;
  /** What uses the hooks. */
  children?: ReactNode;
}

/** Either how to load Undertone, or one that the app has. */
export type UndertoneProviderProps = UndertoneOptionsProps | UndertoneInstanceProps;

/**
 * Says how Undertone is loaded for the hooks below it, or which instance they use. Without a provider they load one with the
 * defaults. It loads nothing by itself. Providers with the same options share one engine, and so do several roots of a page.
 *
 * @example
 * ```tsx
 * import type { ReactNode } from 'react';
 * import { UndertoneProvider } from 'undertone/react';
 *
 * export function Providers({ children }: { children: ReactNode }) {
 *   return <UndertoneProvider options={{ assets: '/undertone' }}>{children}</UndertoneProvider>;
 * }
 * ```
 */
export function UndertoneProvider(props: UndertoneProviderProps): ReactElement {
  const { instance, options, children } = props;
  const own = useMemo(() => appEngine(instance), [instance]);
  const value = 'instance' in props ? own : pageEngine(options);
  return createElement(EngineContext.Provider, { value }, children);
}

/** What the hooks of a component listen with. */
export function useEngine(): Engine {
  return useContext(EngineContext) ?? pageEngine();
}
