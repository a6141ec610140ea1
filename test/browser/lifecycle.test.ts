import { expect } from 'chai';
import { createUndertone } from 'undertone';
import { clip, playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { drain, next, record } from '../support/events.js';

describe('an instance', () => {
  let context: AudioContext;
  let voice: AudioNode;

  before(async () => {
    context = await runningContext();
    voice = await playingClip(context, 'spoken-neutral-meeting');
  });
  after(() => context.close());

  it('ends its streams when it is closed, and refuses everything after', async () => {
    const undertone = await createUndertone();
    const stream = undertone.analyze(voice, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone');
    const ends = record(stream, 'end');
    await Promise.all([undertone.close(), undertone.close()]);
    expect(ends).to.have.length(1);
    expect(ends[0]).to.deep.include({ reason: 'closed', summary: stream.summary });
    expect(stream.summary.windows).to.be.above(0);
    await errorOf('closed', () => undertone.analyze(voice, { consent: CONSENT }));
    await errorOf('closed', () => drain(undertone.analyzeFile(new Blob([]), { consent: CONSENT })));
    await errorOf('closed', () => undertone.resume());
    await errorOf('closed', () => stream.replace(voice));
    expect(context.state).to.equal('running');
  });

  it('rejects a file that is under way when it is closed', async () => {
    const undertone = await createUndertone();
    const analysis = undertone.analyzeFile(await clip('spoken-negative-refund'), { consent: CONSENT, hopMs: 500 });
    await analysis[Symbol.asyncIterator]().next();
    await undertone.close();
    await errorOf('closed', () => drain(analysis));
  });

  it('can be made anew after it was closed, and beside another', async () => {
    const [first, second] = await Promise.all([createUndertone(), createUndertone()]);
    await first.close();
    const stream = second.analyze(voice, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone');
    await second.close();
  });

  it('uses the app’s context where one is given, and leaves it open', async () => {
    const own = await runningContext({ sampleRate: 44_100 });
    const undertone = await createUndertone({ audioContext: own });
    const destination = new MediaStreamAudioDestinationNode(context);
    voice.connect(destination);
    const stream = undertone.analyze(destination.stream, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone', ({ speech }) => speech > 0);
    await undertone.close();
    expect(own.state).to.equal('running');
    await own.close();
  });

  it('tells a stream when its worklet crashes', async () => {
    const undertone = await createUndertone({ assets: { worklet: '/test/pages/crashing.worklet.js' } });
    const own = await runningContext();
    const source = new ConstantSourceNode(own);
    source.start();
    const stream = undertone.analyze(source, { consent: CONSENT });
    const ended = next(stream, 'end');
    const error = await next(stream, 'error');
    expect(error).to.include({ code: 'worker-crashed' });
    expect(await ended).to.deep.include({ reason: 'failed', error });
    await undertone.close();
    await own.close();
  });

  it('reports an error that nobody listens to, as the platform does, and only such a one', async () => {
    const undertone = await createUndertone();
    const own = new AudioContext();
    const node = new ConstantSourceNode(own);
    await own.close();
    const uncaught = (listens: boolean) =>
      uncaughtDuring(async () => {
        const stream = undertone.analyze(node, { consent: CONSENT });
        if (listens) stream.on('error', () => {});
        await next(stream, 'end');
      });
    expect(await uncaught(true)).to.deep.equal([]);
    const [message, ...others] = await uncaught(false);
    expect(message).to.include('AudioContext is closed');
    expect(others).to.deep.equal([]);
    await undertone.close();
  });

  it('tells a stream whose context is closed', async () => {
    const undertone = await createUndertone();
    const own = await runningContext();
    const node = new ConstantSourceNode(own);
    await own.close();
    const stream = undertone.analyze(node, { consent: CONSENT });
    const ended = next(stream, 'end');
    const error = await next(stream, 'error');
    expect(error).to.include({ code: 'context-blocked' });
    expect(await ended).to.deep.include({ reason: 'failed', error });
    await undertone.close();
  });

  it('resumes the rest after the app has closed a context that it analysed', async () => {
    const undertone = await createUndertone();
    const own = await runningContext();
    const source = new ConstantSourceNode(own);
    source.start();
    const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone');
    await own.close();
    await undertone.resume();
    await undertone.close();
  });

  it('is closed by `await using`', async () => {
    const undertone = await createUndertone();
    await undertone[Symbol.asyncDispose]();
    await errorOf('closed', () => undertone.resume());
  });
});
