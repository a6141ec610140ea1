/** `npm start`: serves the examples until it is interrupted. PORT chooses the port. */
import { serve } from './serve.mjs';

const port = Number(process.env.PORT ?? 8000);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
  process.exit(1);
}

const server = await serve({ port }).catch((error) => {
  console.error(`The examples could not be served on port ${port}: ${error.message}`);
  process.exit(1);
});
console.log(`Undertone's examples are at ${server.url}/examples/\nNothing that you say or drop there leaves the page. Ctrl-C stops.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.stop();
    process.exit(0);
  });
}
