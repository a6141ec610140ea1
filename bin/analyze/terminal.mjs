/** What is written for people and programs: lines on both outputs, and below them how far a recording is analysed. */

/** To the left edge, and nothing to the right of it. */
const ERASE = '\r\u001B[K';

/**
 * @param {NodeJS.WriteStream} output
 * @param {NodeJS.WriteStream} errors shows the progress, too, where it is a terminal
 */
export function openTerminal(output, errors) {
  const isSeen = errors.isTTY === true && process.env.TERM !== 'dumb';
  let isShown = false;
  let failed = false;

  const show = (text) => {
    isShown = text !== '';
    // It leaves the cursor on its left: whatever else writes to the terminal, such as the next program of a pipe, goes over it.
    errors.write(`${ERASE}${text.slice(0, (errors.columns || 80) - 1)}\r`);
  };
  const clear = () => {
    if (isShown) show('');
  };
  /** Both may be one terminal: a line goes in place of the progress, which the next hop shows again. */
  const write = (stream, text) => {
    clear();
    stream.write(text);
  };
  const tell = (line) => write(errors, `${JSON.stringify(line)}\n`);
  process.once('exit', clear);

  return {
    /** Whether anything did. */
    get failed() {
      return failed;
    },
    /** A failure, on standard error. @param {string | null} file `null` where it is of none */
    fail(file, code, message) {
      failed = true;
      tell({ type: 'error', file, code, message });
    },
    /** A line of results, on standard output. */
    print: (line) => write(output, `${JSON.stringify(line)}\n`),
    /** A line for programs, on standard error. */
    tell,
    /** A line for people, on standard error. */
    say: (text) => write(errors, `${text}\n`),
    /**
     * Where standard error is a terminal; until the next line.
     * @param {{ analysed: number, duration: number | null }} seconds
     * @param {{ number: number, of: number }} recording which of how many
     */
    showProgress({ analysed, duration }, { number, of }) {
      if (!isSeen) return;
      const whole = duration === null ? '' : ` / ${clock(duration)}`;
      show(`${clock(analysed)}${whole}${of > 1 ? ` of recording ${number} / ${of}` : ''}`);
    },
  };
}

/** Seconds as `4:05`, or `1:04:05`. */
function clock(seconds) {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number) => String(number).padStart(2, '0');
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}
