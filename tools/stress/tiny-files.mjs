import { tinyManifest, tinyModel } from './tiny-model.mjs';

/** Koa middleware: the tiny model and its manifest, as if they lay in `tools/stress/`. */
export async function tinyFiles(context, next) {
  if (context.path === '/tools/stress/tiny.json') context.body = await tinyManifest();
  else if (context.path === '/tools/stress/tiny.onnx') {
    context.type = 'application/octet-stream';
    context.body = Buffer.from(tinyModel());
  } else await next();
}
