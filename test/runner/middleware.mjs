/** Any address with `?csp=...` is answered with that Content-Security-Policy. */
export async function policyFromQuery(context, next) {
  await next();
  const { csp } = context.query;
  if (csp) context.set('Content-Security-Policy', csp);
}

/** `/alone/index.js` is the built script without the files that belong beside it. */
export function scriptAlone(context, next) {
  if (context.path === '/alone/index.js') context.url = '/dist/index.js';
  return next();
}
