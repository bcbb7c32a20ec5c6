const STRUCT_WORDS = 512

/**
 * Index of the word of memory, within the struct at `pointer`, that an action changes. It finds fields
 * the library does not expose, and notices if another version of the interpreter lays them out anew.
 */
export function changedWord(
  memory: WebAssembly.Memory,
  pointer: number,
  action: () => void,
): number {
  const words = () => new Uint32Array(memory.buffer, pointer, STRUCT_WORDS).slice()
  const before = words()
  action()
  const after = words()
  const changed = [...after.keys()].filter((index) => before[index] !== after[index])
  const [field] = changed
  if (field === undefined || changed.length !== 1) {
    throw new Error('Cannot set up the interpreter: it is not that of quickjs-emscripten 0.32.0')
  }
  return (pointer >> 2) + field
}
