/** Any address with `?csp=...` is answered with that Content-Security-Policy. */
export async function policyFromQuery(context, next) {
  await next();
  const { csp } = context.query;
  if (csp) context.set('Content-Security-Policy', csp);
}

/** Every page collects, before any script of its own, what goes wrong in it: not every driver tells of it. */
export async function collectProblems(context, next) {
  await next();
  if (!context.response.is('html')) return;
  const script = '<script src="/test/pages/problems.js"></script>';
  context.body = String(context.body).replace('<head>', `<head>${script}`);
}

/** `/alone/index.js` is the built script without the files that belong beside it. */
export function scriptAlone(context, next) {
  if (context.path === '/alone/index.js') context.url = '/dist/index.js';
  return next();
}

/** `/never/...` is asked and does not answer. */
export function neverAnswer(context, next) {
  if (context.path.startsWith('/never/')) context.respond = false;
  else return next();
}
