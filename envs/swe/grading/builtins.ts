/**
 * Statements that close the language's own objects: what tests and assertions use of them stays as it is.
 * Their methods can be neither replaced nor added to; objects that inherit from them may still have own
 * properties of those names. Clocks, timers, `Math.random`, `console` and `process` stay open, because tests
 * replace them.
 */
export const closeBuiltins = `
const closeBuiltin = (object, isInherited) => {
  for (const key of Reflect.ownKeys(object)) {
    const found = Object.getOwnPropertyDescriptor(object, key)
    if (!found.configurable || (object === Math && key === 'random')) continue
    if (!('value' in found) || !isInherited(key)) {
      Object.defineProperty(object, key, 'value' in found ? { writable: false, configurable: false } : { configurable: false })
      continue
    }
    // Assigning to an object must not fail because what it inherits is closed.
    const { value, enumerable } = found
    Object.defineProperty(object, key, {
      get() { return value },
      set(own) {
        if (this === object) throw new TypeError('Cannot assign to ' + String(key) + ' of a built-in object')
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true })
      },
      enumerable,
      configurable: false,
    })
  }
  Object.preventExtensions(object)
}
const often = ['constructor', 'toString', 'toLocaleString', 'valueOf', 'toJSON', 'name', 'message']
const isOften = (key) => often.includes(key)
const isAny = () => true
const isNone = () => false
const errors = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError']
const arrays = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']
const constructors = ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Promise', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'DataView', ...errors, ...arrays]
const others = ['JSON', 'Math', 'Reflect', 'Proxy', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'structuredClone', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI']
for (const name of constructors) {
  const own = globalThis[name]
  if (typeof own !== 'function') continue
  closeBuiltin(own.prototype, name === 'Object' || errors.includes(name) ? isAny : isOften)
}
const protoOf = Object.getPrototypeOf
const parts = [protoOf(Uint8Array), protoOf(Uint8Array).prototype, protoOf(async () => {}), protoOf(function* () {}), protoOf(async function* () {})]
for (const items of [[], new Map(), new Set(), '', new Uint8Array()]) parts.push(protoOf(items[Symbol.iterator]()))
parts.push(protoOf(parts.at(-1)), protoOf(''.matchAll(/a/g)), protoOf(function* () {}).prototype, protoOf(async function* () {}).prototype)
for (const part of parts) if (part && part !== Object.prototype) closeBuiltin(part, isOften)
for (const name of [...constructors, ...others]) {
  const own = globalThis[name]
  if (own === undefined) continue
  // Whoever collects stacks sets properties of Error.
  if (!errors.includes(name) && (typeof own === 'object' || constructors.includes(name))) closeBuiltin(own, isNone)
  Object.defineProperty(globalThis, name, { value: own, writable: false, enumerable: false, configurable: false })
}
`
