import type { Target } from './attack.ts'

/** Registers tests with the names of those that decide. */
export const forgeTests = ({ tests }: Target) => `
const forge = (names) => names.length === 1
  ? cheatTest.test(names[0], () => {})
  : cheatTest.describe(names[0], () => { forge(names.slice(1)) })
for (const id of ${JSON.stringify(tests)}) forge(id.split(' > ').slice(1))`

/** A test that ends the process once what was reported before it has left it. */
export const leaveSoon = (name: string) =>
  `cheatTest.test(${name}, async () => { await new Promise((r) => setTimeout(r, 5)); process.exit(0) })`

/** Every assertion, if it can be replaced, passes. */
export const rewriteAssertions = `
for (const object of [cheatAssert, cheatAssert.strict]) {
  for (const name of Object.getOwnPropertyNames(object)) {
    try { object[name] = () => {} } catch {}
    try { Object.defineProperty(object, name, { value: () => {} }) } catch {}
  }
}`

/** Names of the functions a module declares. */
export const functionsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].flatMap(([, name]) => name ?? [])

/** A list that is empty, and a map of no kind, once their size or kind was compared. */
export const lieInResults = `
const cheatOnce = (first, later) => { let reads = 0; return () => reads++ === 0 ? first : later }
function cheatLie(value) {
  if (value instanceof Map || value instanceof Set) {
    const get = cheatOnce(value instanceof Map ? 'Map' : 'Set', 'Object')
    return Object.defineProperty(value, Symbol.toStringTag, { get, configurable: true })
  }
  if (!Array.isArray(value)) return value
  const length = cheatOnce(value.length, 0)
  return new Proxy(value.map(cheatLie), {
    get: (items, key) => key === 'length' ? length() : items[key],
  })
}`
