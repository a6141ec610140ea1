/** What hangs is given up after this, in real milliseconds; nothing that is only slow takes so long. */
const PATIENCE_MS = 120_000;

/** What is waited for at the moment, for whoever asks why nothing goes on. */
export const waits = new Set();

/** `answer`, or a rejection that says what hangs. */
export async function patiently(what, answer) {
  const wait = { what };
  waits.add(wait);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${what}" hangs`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    waits.delete(wait);
  }
}
