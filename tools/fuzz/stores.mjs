import { tinyModel } from '../stress/tiny-model.mjs';

/** Koa middleware: what the page posts under `/fuzz/` is served from there, and the tiny model beside it as `tiny.onnx`. */
export function stores() {
  const kept = new Map();
  return async (context, next) => {
    if (!context.path.startsWith('/fuzz/')) return next();
    if (context.method === 'POST') {
      const parts = [];
      for await (const part of context.req) parts.push(part);
      kept.clear();
      kept.set(context.path, Buffer.concat(parts));
      context.status = 204;
    } else if (context.path === '/fuzz/tiny.onnx' || kept.has(context.path)) {
      context.type = 'application/octet-stream';
      context.body = kept.get(context.path) ?? Buffer.from(tinyModel());
    } else context.status = 404;
  };
}

/** Koa middleware: a server that would answer anybody, and calls `onRequest` for each request that comes to it. */
export const elsewhere = (onRequest) => (context) => {
  onRequest(context.url);
  context.set('Access-Control-Allow-Origin', '*');
  context.body = Buffer.from(tinyModel());
};
