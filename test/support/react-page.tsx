import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { AudioSource } from 'undertone';
import { useTone, useUndertone, type Tone, type ToneOptions, type UndertoneStatus } from 'undertone/react';
import { CONSENT } from './consent.js';

/** Something rendered, which StrictMode mounts twice. */
export interface Mounted {
  /** What the page shows. */
  readonly text: string;
  render(node: ReactNode): void;
  unmount(): void;
}

export function mount(node: ReactNode): Mounted {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const render = (next: ReactNode) => root.render(<StrictMode>{next}</StrictMode>);
  render(node);
  return {
    get text() {
      return place.textContent ?? '';
    },
    render,
    unmount() {
      root.unmount();
      place.remove();
    },
  };
}

/** A component that only loads Undertone, and what it has got last. */
export function loader() {
  const seen: UndertoneStatus[] = [];
  function Loader() {
    seen.push(useUndertone());
    return null;
  }
  return {
    Loader,
    get status(): UndertoneStatus | undefined {
      return seen.at(-1);
    },
  };
}

/** A component that listens, with literals for options as an app writes them, and what it has got. */
export function listener() {
  const seen: Tone[] = [];
  function Listener({ source, ...options }: { source: AudioSource | null } & Partial<ToneOptions>) {
    seen.push(useTone(source, { consent: { ...CONSENT, obtainedAt: new Date() }, hopMs: 500, ...options }));
    return null;
  }
  return {
    Listener,
    seen,
    get tone(): Tone | undefined {
      return seen.at(-1);
    },
  };
}

/** Messages that React, or anybody, gives for a developer from now on. */
export function watchConsole(): { readonly messages: string[]; restore(): void } {
  const { error, warn } = console;
  const messages: string[] = [];
  const keep = (...parts: unknown[]) => messages.push(parts.map(String).join(' '));
  Object.assign(console, { error: keep, warn: keep });
  return { messages, restore: () => Object.assign(console, { error, warn }) };
}
