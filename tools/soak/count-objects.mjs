/**
 * How many objects of a class a page holds once the collector has run, which this makes it do.
 * @param {import('playwright-core').CDPSession} session of the page
 * @param {string} type name of the class
 */
export async function countObjects(session, type) {
  const { result } = await session.send('Runtime.evaluate', { expression: `${type}.prototype`, objectGroup: 'counted' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup: 'counted' });
  const { result: length } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    // Classes below it have prototypes that are of it, too.
    functionDeclaration: "function () { return this.filter((object) => !Object.hasOwn(object, 'constructor')).length; }",
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup: 'counted' });
  return length.value;
}
