import { expect } from 'chai';
import type { UndertoneOptions } from 'undertone';
import type { Outcome } from '../pages/under-policy.js';
import { emptyCache } from '../support/model-files.js';

/** Listens in a page that is served with this Content-Security-Policy. */
async function listenUnder(policy: string, options: UndertoneOptions = {}): Promise<Outcome> {
  const frame = document.createElement('iframe');
  frame.src = `/test/pages/under-policy.html?csp=${encodeURIComponent(policy)}#${encodeURIComponent(JSON.stringify(options))}`;
  const outcome = new Promise<Outcome>((resolve) => {
    addEventListener('message', function listen({ source, data }) {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', listen);
      resolve(data as Outcome);
    });
  });
  document.body.append(frame);
  try {
    return await outcome;
  } finally {
    frame.remove();
  }
}

/** Scripts of the page itself, and of the package all but its worklet. */
const SCRIPTS = `${location.origin}/test/ ${location.origin}/dist/index.js`;

describe('a Content-Security-Policy', () => {
  it('may be strict: everything comes from the page’s own origin', async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
    expect(await listenUnder(policy)).to.deep.equal({ code: 'heard', message: '' });
  });

  const blocked: [string, string, string, RegExp][] = [
    ['the worker', "worker-src 'none'", 'worker-src', /undertone\.worker\.js/],
    ['the worklet', `script-src ${SCRIPTS}; worker-src 'self'`, 'script-src', /undertone\.worklet\.js/],
    ['the model', "connect-src 'none'", 'connect-src', /undertone-en-open\.manifest/],
  ];
  for (const [what, policy, directive, file] of blocked) {
    it(`that blocks ${what} is named, with the directive`, async () => {
      const { code, message } = await listenUnder(policy);
      expect({ code, message }).to.include({ code: 'csp-blocked' });
      expect(message).to.include(directive).and.match(file);
    });
  }

  it('that forbids WebAssembly is named, with the source to add', async () => {
    // A worker obeys the policy that came with its own file.
    const worker = `/dist/undertone.worker.js?csp=${encodeURIComponent("script-src 'self'")}`;
    const { code, message } = await listenUnder("default-src 'self'", { assets: { worker } });
    expect({ code, message }).to.include({ code: 'csp-blocked' });
    expect(message).to.include("'wasm-unsafe-eval'");
  });

  it('that forbids WebAssembly is named before anything large has come', async () => {
    await emptyCache();
    const worker = `/dist/undertone.worker.js?csp=${encodeURIComponent("script-src 'self'")}`;
    const { code } = await listenUnder("default-src 'self'", { assets: { worker, runtime: '/never/there.wasm' } });
    expect(code).to.equal('csp-blocked');
  });
});

describe('Trusted Types', () => {
  const REQUIRED = "require-trusted-types-for 'script'";

  it('may be required, and restricted to the policy "undertone"', async () => {
    expect(await listenUnder(`${REQUIRED}; trusted-types undertone`)).to.deep.equal({ code: 'heard', message: '' });
  });

  it('may be required of the worker and its threads, too', async () => {
    const worker = `/dist/undertone.worker.js?csp=${encodeURIComponent(`${REQUIRED}; trusted-types undertone`)}`;
    const outcome = await listenUnder(REQUIRED, { assets: { worker }, threads: 2 });
    expect(outcome).to.deep.equal({ code: 'heard', message: '' });
  });

  it('that do not allow the policy are named, with what to add', async () => {
    const { code, message } = await listenUnder(`${REQUIRED}; trusted-types another`);
    expect({ code, message }).to.include({ code: 'csp-blocked' });
    expect(message).to.include('add undertone to trusted-types');
  });
});
