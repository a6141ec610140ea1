/** Says in which wait the soak stands when nothing goes on, and ends it when that lasts: a soak that hangs would tell nothing. */

const LOOK_MS = 30_000;

/** What the page is asked is an answer of its main thread, which may be busy or frozen. */
const ANSWER_MS = 20_000;

/** Nothing has gone on for this long: longer than the page's own patience with any single wait. */
const HANGS_MS = 300_000;

const NO_ANSWER = 'the page does not answer';

/** @param {(line: string) => void} tell gets a line whenever nothing went on between two looks */
export function openWatchdog(page, tell) {
  async function doing() {
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, ANSWER_MS, NO_ANSWER);
    });
    const asked = page.evaluate(() => globalThis.soak.doing()).catch(String);
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  /** `answer`, or a rejection that says in which wait `what` hangs. */
  return async function watched(what, answer) {
    let timer;
    const hangs = new Promise((_, reject) => {
      let since = Date.now();
      let before;
      const look = async () => {
        const now = await doing();
        if (now !== before) since = Date.now();
        else tell(`  ${what} has stood for ${Math.round((Date.now() - since) / 1000)} s in: ${now}`);
        before = now;
        if (Date.now() - since > HANGS_MS) reject(new Error(`"${what}" hangs in: ${now}`));
      };
      timer = setInterval(look, LOOK_MS);
    });
    try {
      return await Promise.race([answer, hangs]);
    } finally {
      clearInterval(timer);
    }
  };
}
