/** Serves the examples until it is interrupted: built (`npm start`), or from source (`npm run dev`). PORT chooses the port. */
import { serve } from './serve.mjs';

/** Without PORT: the same each time, so that bookmarks and the browser's caches stay good, unless something has it. */
const USUAL_PORT = 8000;

const source = process.argv.includes('--source');
const { PORT } = process.env;
const port = Number(PORT ?? USUAL_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`PORT must be a number from 0 to 65535, not "${PORT}".`);

const server = await serve({ port, source })
  .catch((error) => {
    if (PORT === undefined && error.code === 'EADDRINUSE') return serve({ source });
    throw error;
  })
  .catch(({ code, message }) =>
    fail(
      code === 'EADDRINUSE'
        ? `Port ${port} is in use: choose another PORT, or none.`
        : `The examples could not be served: ${message}`,
    ),
  );
console.log(`Undertone's examples are at ${server.url}/examples/`);
if (source) console.log('They run from source and reload when it changes.');
console.log('Nothing that you say or drop there leaves the page. Ctrl-C stops.');

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.stop();
    process.exit(0);
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
