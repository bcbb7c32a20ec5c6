const LANGUAGE = [
  ...['globalThis', 'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol'],
  ...['BigInt', 'Promise', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Date', 'Math'],
  ...['FinalizationRegistry', 'JSON', 'Reflect', 'Proxy', 'Intl', 'Iterator', 'Atomics'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8ClampedArray', 'BigInt64Array'],
  ...['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array'],
  ...['Float32Array', 'Float64Array', 'BigUint64Array', 'Error', 'TypeError', 'RangeError'],
  ...['SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError'],
]
const PLATFORM = ['global', 'process', 'console', 'Buffer']
const NAMES = new Set([...LANGUAGE, ...PLATFORM])

/** Whether a name that nobody declares is an object of the language, or of Node. */
export const isBuiltin = (name: string): boolean => NAMES.has(name)

const OTHERS = new Set([
  ...['undefined', 'NaN', 'Infinity', 'eval', 'parseInt', 'parseFloat', 'isNaN', 'isFinite'],
  ...['encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI', 'escape', 'unescape'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'],
  ...['clearImmediate', 'queueMicrotask', 'structuredClone', 'performance', 'fetch', 'crypto'],
  ...['URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'AbortSignal'],
  ...['Event', 'EventTarget', 'Blob', 'atob', 'btoa', 'WebAssembly', 'arguments'],
  ...['require', 'module', 'exports', '__filename', '__dirname'],
])

/** Whether a name may be used without being declared. */
export const isGlobal = (name: string): boolean => NAMES.has(name) || OTHERS.has(name)
