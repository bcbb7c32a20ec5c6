import { host } from 'node:internal/host'

/**
 * Which test the running code belongs to. The number stands in memory the host can read, so that it
 * can tell whose promise was rejected without calling in here.
 */
const cell = new Int32Array(8)
const tests = new Map()
const { get, set } = Map.prototype
let nextId = 1

// The host finds the cell by its contents: nothing else tells it an address.
for (let i = 0; i < cell.length; i++) cell[i] = Math.imul(i + 1, 0x9e3779b1)
host.findTestCell()
cell.fill(0)

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
