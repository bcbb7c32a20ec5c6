/** What the interpreter has and Node 20 does not: a program that needs it must fail here too. */
const NEWER = [
  [globalThis, ['Iterator', 'Float16Array']],
  [Object, ['groupBy']],
  [Map, ['groupBy']],
  [Set, ['groupBy']],
  [Promise, ['try', 'withResolvers']],
  [RegExp, ['escape']],
  [Error, ['isError']],
  [Math, ['f16round', 'sumPrecise']],
  [Array, ['fromAsync']],
  [Function.prototype, ['fileName', 'lineNumber', 'columnNumber']],
  [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
  [WeakMap.prototype, ['getOrInsert', 'getOrInsertComputed']],
  [ArrayBuffer.prototype, ['detached', 'transfer', 'transferToFixedLength']],
  [DataView.prototype, ['getFloat16', 'setFloat16']],
  [
    Set.prototype,
    [
      'isDisjointFrom',
      'isSubsetOf',
      'isSupersetOf',
      'intersection',
      'difference',
      'symmetricDifference',
      'union',
    ],
  ],
  [
    Object.getPrototypeOf(Object.getPrototypeOf([].values())),
    [
      'drop',
      'filter',
      'flatMap',
      'map',
      'take',
      'every',
      'find',
      'forEach',
      'some',
      'reduce',
      'toArray',
      'constructor',
      Symbol.toStringTag,
    ],
  ],
]

/** Takes the newer features away and adds the symbols for disposal, which Node 20 has. */
export function becomeNode20() {
  for (const [object, names] of NEWER) for (const name of names) delete object[name]
  for (const name of ['dispose', 'asyncDispose']) {
    if (name in Symbol) continue
    Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) })
  }
}
