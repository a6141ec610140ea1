import { expect } from 'chai';
import { isJson, isModel, isWasm, kindOf } from '../../../src/assets/content.js';

const bytesOf = (content: string | number[]): ArrayBuffer =>
  Uint8Array.from(typeof content === 'string' ? new TextEncoder().encode(content) : content).buffer;

const read = async (path: string) => (await fetch(path)).arrayBuffer();

describe('what a file is', () => {
  const kinds: [string, string | number[], RegExp][] = [
    ['an index page', '\n <!DOCTYPE html><html lang="en">', /an HTML page/],
    ['a page without a doctype', '<html>', /an HTML page/],
    ['the error of a bucket', '<?xml version="1.0"?><Error><Code>AccessDenied', /XML/],
    ['a file that Git LFS keeps', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a', /Git LFS/],
    ['a compressed file', [0x1f, 0x8b, 8, 0], /gzip/],
    ['a script', 'export const a = "é";', /a script/],
    ['a minified script', '"use strict";var a=1', /a script/],
    ['JSON', '{\n  "name": "x"', /JSON/],
    ['a WebAssembly module', [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], /WebAssembly/],
    ['nothing', '', /empty/],
  ];
  for (const [what, content, kind] of kinds) {
    it(`is told of ${what}`, () => {
      expect(kindOf(bytesOf(content))).to.match(kind);
    });
  }

  it('is not told where it is none of these', () => {
    expect(kindOf(bytesOf([8, 10, 18, 6]))).to.equal(undefined);
  });

  it('lets each of the shipped files pass, and none of the others in its place', async () => {
    const [manifest, runtime, model] = await Promise.all([
      read('/models/undertone-en-open.json'),
      read('/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
      read('/models/undertone-en-open.onnx'),
    ]);
    const passed = (bytes: ArrayBuffer) => [isJson, isWasm, isModel].map((check) => check(bytes, 'x/y') === undefined);
    expect(passed(manifest)).to.deep.equal([true, false, false]);
    expect(passed(runtime)).to.deep.equal([false, true, false]);
    expect(passed(model).slice(1)).to.deep.equal([false, true]);
  });
});
