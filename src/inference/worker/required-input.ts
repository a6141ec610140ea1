/** Tag of field 8 of onnx.proto's TensorProto, its name: a length-delimited string. */
const TENSOR_NAME_TAG = 0x42;

/** What a name must begin with no longer to be that of an input. */
const RENAMED = '_'.charCodeAt(0);

/**
 * Makes an input that has a default one that must be given, in the bytes of an ONNX file. onnxruntime-web hides inputs
 * with a default ("overridable initializers") and refuses to be fed them; without its name, the default is no longer theirs.
 * A file without such a default stays as it is.
 */
export function requireInput(model: Uint8Array, input: string): void {
  const name = new TextEncoder().encode(input);
  const field = [TENSOR_NAME_TAG, name.length, ...name];
  for (let at = model.indexOf(TENSOR_NAME_TAG); at >= 0; at = model.indexOf(TENSOR_NAME_TAG, at + 1)) {
    if (field.every((byte, i) => model[at + i] === byte)) {
      model[at + 2] = RENAMED;
      return;
    }
  }
}
