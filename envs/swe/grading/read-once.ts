/**
 * Statements that let comparisons of real Node read each value once. Node asks a list for its length, and an
 * object for its keys, more than once: a proxy that answers otherwise the second time is equal to
 * anything. So both sides are copied before they are compared; what is no list, collection or object with
 * properties stays as it is. A collection that hides its size is equal to nothing.
 */
export const readOnce = `{
  const { types } = require('node:util')
  const kinds = ['Date', 'RegExp', 'NativeError', 'ArrayBufferView', 'AnyArrayBuffer', 'BoxedPrimitive', 'Promise', 'WeakMap', 'WeakSet', 'ArgumentsObject', 'ModuleNamespaceObject', 'GeneratorObject', 'External']
  const isWhole = (value) => kinds.some((kind) => types['is' + kind](value))
  const ownSize = (value) => {
    for (let at = value; at; at = Reflect.getPrototypeOf(at)) {
      const found = Reflect.getOwnPropertyDescriptor(at, 'size')
      if (found) return found.get
    }
  }
  const copied = (value, known) => {
    if (typeof value !== 'object' || value === null || isWhole(value)) return value
    const before = known.get(value)
    if (before) return before
    const collection = types.isMap(value) ? Map : types.isSet(value) ? Set : null
    if (collection && ownSize(value) !== ownSize(collection.prototype)) throw new Error('A collection hides its size')
    const isList = Array.isArray(value)
    const copy = collection ? new collection() : isList ? [] : {}
    known.set(value, copy)
    if (collection === Map) Map.prototype.forEach.call(value, (item, key) => copy.set(copied(key, known), copied(item, known)))
    if (collection === Set) Set.prototype.forEach.call(value, (item) => copy.add(copied(item, known)))
    if (isList) copy.length = value.length
    for (const key of Reflect.ownKeys(value)) {
      if (isList && key === 'length') continue
      const found = Reflect.getOwnPropertyDescriptor(value, key)
      if (!found || !found.enumerable) continue
      const item = copied(value[key], known)
      Object.defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true })
    }
    Object.setPrototypeOf(copy, Reflect.getPrototypeOf(value))
    return copy
  }
  for (const object of [assert, strict]) {
    for (const name of ['deepEqual', 'deepStrictEqual', 'partialDeepStrictEqual']) {
      const compare = object[name]
      if (typeof compare !== 'function') continue
      object[name] = function (actual, expected, ...more) {
        if (arguments.length < 2) return compare.apply(this, arguments)
        const known = new WeakMap()
        return compare.apply(this, [copied(actual, known), copied(expected, known), ...more])
      }
      Object.defineProperty(object[name], 'name', { value: compare.name })
    }
  }
}
`
