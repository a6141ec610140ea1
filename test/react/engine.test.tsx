import { expect } from 'chai';
import { Component, Suspense, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { createUndertone, UndertoneError } from 'undertone';
import { UndertoneProvider, useUndertone } from 'undertone/react';
import { openMicrophone } from '../support/audio.js';
import { uncaughtDuring } from '../support/errors.js';
import { record } from '../support/events.js';
import { watchLeftovers, type Leftovers } from '../support/leftovers.js';
import { watchMade, type Made } from '../support/made.js';
import { listener, loader, mount, watchConsole } from '../support/react-page.js';
import { until } from '../support/until.js';

/** Options that say no more than the defaults make an engine that no other test has loaded. */
describe('the engine of React’s hooks', () => {
  let microphone: MediaStream;
  let leftovers: Leftovers;
  let made: Made;
  const contexts: AudioContext[] = [];
  let said: ReturnType<typeof watchConsole>;

  before(async () => {
    microphone = await openMicrophone();
    said = watchConsole();
    leftovers = watchLeftovers();
  });
  beforeEach(() => {
    made = watchMade();
  });
  afterEach(() => {
    made.restore();
    contexts.push(...made.contexts);
  });
  /** Nothing is left once all is unmounted, and React has had nothing to complain of. */
  after(async () => {
    await until(() => leftovers.left().length === 0 && contexts.every(({ state }) => state === 'closed'));
    leftovers.restore();
    said.restore();
    expect(contexts).to.not.have.length(0);
    expect(said.messages).to.deep.equal([]);
    const track = microphone.getAudioTracks()[0]!;
    expect(track.readyState).to.equal('live');
    track.stop();
  });

  it('is one for all components of a page, with one stream for each, and is there for a remount', async () => {
    const { Listener, seen } = listener();
    const one = mount(<Listener source={microphone} />);
    const tones = record(await until(() => seen.at(-1)?.window && seen.at(-1)!.stream!), 'tone');
    await until(() => tones.length >= 3);
    const others = listener();
    // Another root of the page, whose options are a literal.
    const other = mount(
      <UndertoneProvider options={{}}>
        <others.Listener source={microphone.getAudioTracks()[0]!} />
      </UndertoneProvider>,
    );
    await until(() => others.seen.at(-1)?.window);
    expect(new Set([...seen, ...others.seen].map(({ stream }) => stream).filter(Boolean))).to.have.property('size', 2);
    const ends = tones.map(({ window }) => window.end);
    expect(ends).to.deep.equal([...new Set(ends)]);
    one.unmount();
    other.unmount();
    const again = loader();
    const remounted = mount(<again.Loader />);
    expect((await until(() => again.status)).status).to.equal('ready');
    remounted.unmount();
    expect(made).to.deep.include({ workers: 1, worklets: 2 });
    expect(made.contexts).to.have.length(1);
  });

  it('takes over what a server has rendered', async () => {
    const Page = () => <p>{useUndertone().status}</p>;
    const place = document.createElement('div');
    place.innerHTML = renderToString(<Page />);
    expect(place.textContent).to.equal('loading');
    const root = hydrateRoot(place, <Page />);
    await until(() => place.textContent === 'ready');
    root.unmount();
  });

  it('ends its loading when nobody waits for it any more', async () => {
    const loading = loader();
    const mounted = mount(
      <UndertoneProvider options={{ provider: 'wasm' }}>
        <loading.Loader />
      </UndertoneProvider>,
    );
    await until(() => loading.status?.progress);
    expect(loading.status).to.include({ status: 'loading', instance: null, error: null });
    mounted.unmount();
  });

  it('is the app’s own where it gives one, and stays the app’s', async () => {
    const { Listener, seen } = listener();
    const mounted = mount(
      <UndertoneProvider instance={null}>
        <Listener source={microphone} />
      </UndertoneProvider>,
    );
    await until(() => seen.at(-1)?.state === 'loading');
    const instance = await createUndertone();
    mounted.render(
      <UndertoneProvider instance={instance}>
        <Listener source={microphone} />
      </UndertoneProvider>,
    );
    const stream = await until(() => seen.at(-1)?.window && seen.at(-1)!.stream);
    mounted.unmount();
    await until(() => stream.state === 'ended');
    await instance.resume();
    expect(made.workers).to.equal(1);
    await instance.close();
  });

  it('fails with a typed error, also where other files come later from the cache, and is tried again', async () => {
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError('The network is away.'));
    const loading = loader();
    const { Listener, seen } = listener();
    const mounted = mount(
      <UndertoneProvider options={{ model: 'undertone-en-open' }}>
        <loading.Loader />
        <Listener source={microphone} />
      </UndertoneProvider>,
    );
    const { error, retry } = await until(() => loading.status?.error && loading.status);
    globalThis.fetch = fetch;
    expect(error).to.be.instanceOf(UndertoneError).and.include({ code: 'asset-load' });
    await until(() => seen.at(-1)!.error === error);
    retry();
    await until(() => seen.at(-1)!.window);
    expect(loading.status?.status).to.equal('ready');
    // Again, as after a crash: what is listened to begins anew.
    const before = seen.at(-1)!.stream;
    retry();
    await until(() => seen.at(-1)!.window && ![null, before].includes(seen.at(-1)!.stream));
    mounted.unmount();
  });

  it('is waited for in Suspense, whose fallback tells how far it is', async () => {
    const loading = loader();
    const { Listener, seen } = listener();
    function Call() {
      const { instance } = useUndertone({ suspense: true });
      return (
        <>
          {instance.capabilities.provider}
          <Listener source={microphone} />
        </>
      );
    }
    // One provider is within the boundary: React forgets its state each time that it waits.
    const mounted = mount(
      <UndertoneProvider options={{ threads: 1 }}>
        <Suspense fallback={<loading.Loader />}>
          <UndertoneProvider options={{ threads: 1 }}>
            <Call />
          </UndertoneProvider>
        </Suspense>
      </UndertoneProvider>,
    );
    await until(() => seen.at(-1)?.window);
    expect(mounted.text).to.equal('wasm');
    expect(loading.status?.progress).to.have.property('phase');
    expect(made.workers).to.equal(1);
    mounted.unmount();
  });

  it('gives its failure to the error boundary, from where it is tried again', async () => {
    class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
      override state = { error: null };
      static getDerivedStateFromError = (error: unknown) => ({ error });
      override render() {
        return this.state.error ? <Failed reset={() => this.setState({ error: null })} /> : this.props.children;
      }
    }
    let again = () => {};
    function Failed({ reset }: { reset: () => void }) {
      const { retry, error } = useUndertone();
      again = () => {
        retry();
        reset();
      };
      return error?.code;
    }
    const Call = () => useUndertone({ suspense: true }).status;
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError('The network is away.'));
    const before = said.messages.length;
    // React tells the page of what a boundary caught, and the console.
    await uncaughtDuring(async () => {
      const mounted = mount(
        <UndertoneProvider options={{ provider: 'wasm', threads: 1 }}>
          <Boundary>
            <Suspense fallback="loading">
              <Call />
            </Suspense>
          </Boundary>
        </UndertoneProvider>,
      );
      await until(() => mounted.text === 'asset-load');
      globalThis.fetch = fetch;
      said.messages.length = before;
      again();
      await until(() => mounted.text === 'ready');
      mounted.unmount();
    });
  });
});
