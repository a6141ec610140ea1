/** What a server sends of components that use the hooks: prints it, with the errors that it is told of. */
import { Suspense } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UndertoneProvider, useTone, useUndertone } from 'undertone/react';

function Badge() {
  const { status } = useUndertone();
  const { state } = useTone(null, { consent: null });
  return <p>{`${status} ${state}`}</p>;
}

function Waiting() {
  useUndertone({ suspense: true });
  return <p>ready</p>;
}

const page = (
  <UndertoneProvider options={{ assets: '/undertone' }}>
    <Badge />
    <Suspense fallback={<i>waiting</i>}>
      <Waiting />
    </Suspense>
  </UndertoneProvider>
);

const errors = [];
const streamed = new PassThrough();
renderToPipeableStream(page, { onError: ({ code }) => void errors.push(code) }).pipe(streamed);
console.log(JSON.stringify({ whole: renderToString(page), streamed: await text(streamed), errors }));
