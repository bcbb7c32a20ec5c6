import { host } from 'node:internal/host'

/**
 * Which test the running code belongs to. The number stands in memory the host can read, so that it
 * can tell whose promise was rejected without calling in here.
 */
const cell = new Int32Array(1)
const tests = new Map()
const { get, set } = Map.prototype
let nextId = 1

host.shareTestCell(cell.buffer)

/** Gives a test its number. */
export function register(test) {
  const id = nextId++
  Reflect.apply(set, tests, [id, test])
  return id
}

const { apply } = Reflect

export const testById = (id) => apply(get, tests, [id])
export const currentId = () => cell[0]
export const currentTest = () => testById(cell[0])

/** Makes a test, or none (0), the current one; returns the one before. */
export function enter(id) {
  const before = cell[0]
  cell[0] = id
  return before
}
