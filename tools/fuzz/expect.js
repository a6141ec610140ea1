/** What must hold of every answer, whatever was asked. */

const LABELS = ['negative', 'neutral', 'positive'];
const SAME = 1e-6;

export function ensure(holds, message) {
  if (!holds) throw new Error(message);
}

/** What `promise` gives; a hang is a failure, and not for ever. */
export async function within(ms, promise, what) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** That `error` is typed, and says one of `codes`. @returns its code */
export function typed(error, codes) {
  const told = error instanceof Error ? `${error.name} (${error.code}): ${error.message} ${error.stack ?? ''}` : String(error);
  ensure(
    error?.name === 'UndertoneError' && codes.includes(error.code),
    `not an error of ${codes.join()}: ${told.slice(0, 600)}`,
  );
  return error.code;
}

/** For listeners, whose errors reach nobody: what `check` wraps leaves in `wrong` what it throws. */
export function collecting() {
  const wrong = [];
  const check = (look) => (told) => {
    try {
      look(told);
    } catch (error) {
      wrong.push(error);
    }
  };
  return { wrong, check };
}

/** What `use` gives, or the code of the error that it ends with, which must be one of `codes`. */
export async function outcome(codes, use) {
  try {
    return (await use()) ?? 'right';
  } catch (error) {
    return typed(error, codes);
  }
}

const isFinite = (value, least = 0) => typeof value === 'number' && Number.isFinite(value) && value >= least;
const isProbability = (value) => isFinite(value) && value <= 1;

export function rightScores(scores) {
  ensure(Object.keys(scores).join() === LABELS.join(), `scores of ${Object.keys(scores)}`);
  const values = LABELS.map((label) => scores[label]);
  ensure(values.every(isProbability), `scores ${values}`);
  ensure(Math.abs(values[0] + values[1] + values[2] - 1) < SAME, `scores ${values} do not sum to 1`);
}

function rightEstimate({ start, end, speechSeconds, label, scores, reason }) {
  ensure(isFinite(start) && isFinite(end, start), `an estimate from ${start} to ${end}`);
  ensure(isFinite(speechSeconds), `${speechSeconds} s of speech`);
  ensure((label === null) === (scores === null) && (label === null) === (reason !== null), `label ${label}, reason ${reason}`);
  if (scores) rightScores(scores);
}

/** That `tone` is as documented, and comes after `before`. */
export function rightTone(tone, before) {
  for (const estimate of [tone.window, tone.recent, tone.call]) rightEstimate(estimate);
  ensure(isProbability(tone.speech), `speech ${tone.speech}`);
  ensure(isFinite(tone.gapSeconds), `gap ${tone.gapSeconds}`);
  ensure(Number.isFinite(tone.timeOrigin), `time origin ${tone.timeOrigin}`);
  if (before)
    ensure(tone.window.end >= before.window.end, `a window that ends at ${tone.window.end}, after ${before.window.end}`);
}
