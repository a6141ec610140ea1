/**
 * Whether `object` is one of the browser's own of `type`, and no wrapper that looks like it. Neither `instanceof` nor a name
 * tells: an object may come from another frame of the page, and a library may use the name. The browser's own getters refuse
 * what is not of their kind.
 */
function isNative(type: { prototype: object }, property: string, object: unknown): boolean {
  const getter = Object.getOwnPropertyDescriptor(type.prototype, property)?.get;
  try {
    getter?.call(object);
    return getter !== undefined;
  } catch {
    return false;
  }
}

/** Whether `node` is an AudioNode of the browser's. */
export function isNativeNode(node: unknown): boolean {
  return isNative(AudioNode, 'numberOfOutputs', node);
}

/** Whether `context` is an AudioContext of the browser's: it runs in real time, as an OfflineAudioContext does not. */
export function isNativeContext(context: unknown): boolean {
  return isNative(BaseAudioContext, 'currentTime', context) && typeof (context as Partial<AudioContext>).close === 'function';
}
