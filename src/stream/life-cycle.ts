import type { EndEvent } from '../events.js';

/** Where a stream is in its life. `StreamState` says beside it why tone does or does not come while it lives. */
export type Phase =
  /** `analyze()` was called, and no source is connected yet. */
  | 'opening'
  /** A source is heard. */
  | 'live'
  /** The worker has crashed, and another is being started; the source is let go of until then. */
  | 'recovering'
  /** The track has ended, and what came since the last hop is analysed. */
  | 'ending'
  /** `end` was given with the reason `track-ended`; `replace()` begins anew with the same estimates. */
  | 'dormant'
  /** `stop()` was called, and what came since the last hop is analysed. */
  | 'stopping'
  /** Nothing is held any more, and no event comes. */
  | 'closed';

/** What the app asks of a stream. */
export type Call = 'pause' | 'resume' | 'replace' | 'stop' | 'revoke' | 'close';

/** What befalls a stream. */
export type Happening =
  /** A source is heard from now on: the first one, or the one that `replace()` was given. */
  | 'connected'
  /** The track that was heard has ended, and there is no other in its place. */
  | 'track-ended'
  /** The source, its context or its worklet is of no use any more. */
  | 'failed'
  /** What came since the last hop has been analysed. */
  | 'flushed'
  /** The worker has crashed, and another is being started. */
  | 'worker-lost'
  /** Another worker is there. */
  | 'worker-back'
  /** The worker has crashed, and there will be no other. */
  | 'worker-gone';

/** What a step has done, in this order. */
export type Deed =
  /** Has what came since the last hop analysed; `flushed` follows. */
  | 'flush'
  /** Lets go of the source and frees the worklet. */
  | 'let-go'
  /** Gives up the place in the worker that crashed, and waits for the next. */
  | 'lose'
  /** Takes a place in the new worker, and listens to the source again. */
  | 'reopen'
  /** Forgets the estimates, and gives the `revoke` event, by which others do. */
  | 'erase'
  /** Gives the `error` event of what has befallen it. */
  | 'report'
  /** Gives the `error` event of a track that has ended. */
  | 'report-track'
  /** Gives the `end` event with the step's reason. */
  | 'end'
  /** There is no worker to wait for any more: `replace()` says so. */
  | 'give-up'
  /** Has the worker overwrite what it holds, and forgets the listeners. */
  | 'free';

/** What follows from a call or a happening in one phase. */
export interface Step {
  readonly to: Phase;
  readonly does: readonly Deed[];
  /** The reason that `end` gives. */
  readonly reason?: EndEvent['reason'];
}

/** A call throws `closed`. */
export const REFUSED = 'refused';
/** Nothing follows: it came too late, or was done before. */
export const IGNORED = 'ignored';

export type Answer = Step | typeof REFUSED | typeof IGNORED;

const go = (to: Phase, ...does: Deed[]): Step => ({ to, does });
const end = (to: Phase, reason: EndEvent['reason'], ...does: Deed[]): Step => ({ to, does, reason });

const over = {
  stop: end('closed', 'stopped', 'let-go', 'end', 'free'),
  revoke: end('closed', 'revoked', 'let-go', 'erase', 'end', 'free'),
  close: end('closed', 'closed', 'let-go', 'end', 'free'),
  failed: end('closed', 'failed', 'let-go', 'report', 'end', 'free'),
  'worker-gone': end('closed', 'failed', 'let-go', 'report', 'end', 'free'),
};

/** Of a stream that stops: its last words are lost with the worker, the estimates are not. */
const lastWordsLost = end('closed', 'stopped', 'let-go', 'report', 'end', 'free');

/** What pause(), resume() and replace() do while they may be called is the same in each phase, and changes none. */
const open = (phase: Phase) => ({ pause: go(phase), resume: go(phase), replace: go(phase) });
const shut = { pause: REFUSED, resume: REFUSED, replace: REFUSED } as const;

/**
 * The life cycle of a stream: for each phase, what follows from each call and happening. It is all there is: the stream does
 * what stands here, `docs/life-cycle.md` says it to users, and generated sequences of calls hold the stream to it.
 */
export const LIFE_CYCLE: Readonly<Record<Phase, Readonly<Record<Call | Happening, Answer>>>> = {
  opening: {
    ...open('opening'),
    // Nothing has been heard that could be analysed.
    ...over,
    connected: go('live'),
    'track-ended': end('dormant', 'track-ended', 'let-go', 'report-track', 'end'),
    flushed: IGNORED,
    'worker-lost': go('recovering', 'lose', 'report'),
    'worker-back': IGNORED,
  },
  live: {
    ...open('live'),
    ...over,
    stop: go('stopping', 'flush'),
    connected: go('live'),
    'track-ended': go('ending', 'flush'),
    // Of a source that was replaced.
    flushed: IGNORED,
    'worker-lost': go('recovering', 'let-go', 'lose', 'report'),
    'worker-back': IGNORED,
  },
  recovering: {
    ...open('recovering'),
    // There is no worker that could analyse the last words.
    ...over,
    connected: IGNORED,
    'track-ended': IGNORED,
    flushed: IGNORED,
    'worker-lost': IGNORED,
    'worker-back': go('opening', 'reopen'),
  },
  ending: {
    ...open('ending'),
    ...over,
    // The flush is under way, and its end is that of `stop()`.
    stop: go('stopping'),
    // Replaced before anybody was told of the end: the stream just goes on.
    connected: go('live'),
    'track-ended': IGNORED,
    failed: IGNORED,
    flushed: end('dormant', 'track-ended', 'let-go', 'report-track', 'end'),
    // The last words are lost with it, the estimates are not.
    'worker-lost': end('dormant', 'track-ended', 'let-go', 'lose', 'report', 'report-track', 'end'),
    'worker-back': IGNORED,
  },
  dormant: {
    ...open('dormant'),
    // `end` was given: there is no second one.
    stop: go('closed', 'free'),
    revoke: go('closed', 'erase', 'free'),
    close: go('closed', 'free'),
    connected: go('live'),
    'track-ended': IGNORED,
    failed: IGNORED,
    flushed: IGNORED,
    'worker-lost': go('dormant', 'lose'),
    'worker-back': go('dormant', 'reopen'),
    // Nobody would be told of its end: whoever goes on with it is.
    'worker-gone': go('dormant', 'give-up'),
  },
  stopping: {
    ...shut,
    stop: IGNORED,
    revoke: over.revoke,
    close: over.close,
    connected: IGNORED,
    'track-ended': IGNORED,
    failed: IGNORED,
    flushed: over.stop,
    'worker-lost': lastWordsLost,
    'worker-back': IGNORED,
    'worker-gone': lastWordsLost,
  },
  closed: {
    ...shut,
    stop: IGNORED,
    // The summary of a stopped stream is erased as well.
    revoke: go('closed', 'erase'),
    close: IGNORED,
    connected: IGNORED,
    'track-ended': IGNORED,
    failed: IGNORED,
    flushed: IGNORED,
    'worker-lost': IGNORED,
    'worker-back': IGNORED,
    'worker-gone': IGNORED,
  },
};
