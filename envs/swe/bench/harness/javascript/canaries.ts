/**
 * Assertions that must fail. Whoever replaced what makes them fail, replaced it for the real tests, too. They get the
 * `require` of a test file, so that they meet what tests meet.
 */
export const CANARIES = `
const optional = (load, name) => { try { return load(name) } catch (_) { return undefined } }

const mustFail = [
  (load) => load('assert')(false),
  (load) => load('assert').ok(0),
  (load) => load('assert').equal(1, 2),
  (load) => load('assert').strictEqual('a', 'b'),
  (load) => load('assert').deepEqual({ a: 1 }, { a: 2 }),
  (load) => load('assert').deepStrictEqual([1, { a: [2] }], [1, { a: [3] }]),
  (load) => load('assert').notStrictEqual(1, 1),
  (load) => load('assert').throws(() => {}),
  (load) => load('assert').throws(() => { throw new TypeError('one') }, RangeError),
  (load) => load('assert').doesNotThrow(() => { throw new Error('two') }),
  (load) => load('assert').fail('three'),
  (load) => load('assert').strict.equal(1, '1'),
  (load) => load('assert').strict.deepEqual({ a: 1 }, { a: '1' }),
  (load) => load('assert').ifError(new Error('four')),
]
/** Libraries that may not be there. */
const librariesMustFail = {
  chai: [
    ({ expect }) => expect(1).to.equal(2),
    ({ expect }) => expect({ a: [1] }).to.deep.equal({ a: [2] }),
    ({ expect }) => expect({ a: [1] }).to.eql({ a: [2] }),
    ({ expect }) => expect(false).to.be.true,
    ({ expect }) => expect(0).to.be.ok,
    ({ expect }) => expect([1]).to.include(2),
    ({ expect }) => expect([1]).to.have.length(2),
    ({ expect }) => expect('a').to.match(/b/),
    ({ expect }) => expect(() => {}).to.throw(),
    ({ expect }) => expect(1).to.not.equal(1),
    ({ expect }) => expect(undefined).to.exist,
    ({ assert }) => assert(false),
    ({ assert }) => assert.equal(1, 2),
    ({ assert }) => assert.strictEqual(1, 2),
    ({ assert }) => assert.deepEqual([1], [2]),
    ({ assert }) => assert.isTrue(false),
    ({ assert }) => assert.throws(() => {}),
  ],
  'expect.js': [
    (expect) => expect(1).to.be(2),
    (expect) => expect({ a: 1 }).to.eql({ a: 2 }),
    (expect) => expect(() => {}).to.throwException(),
  ],
  should: [
    (should) => should(1).equal(2),
    (should) => should({ a: 1 }).eql({ a: 2 }),
    (should) => should(false).be.true(),
  ],
  expect: [
    ({ expect }) => expect(1).toBe(2),
    ({ expect }) => expect({ a: 1 }).toEqual({ a: 2 }),
    ({ expect }) => expect(() => {}).toThrow(),
  ],
}
const libraries = ownKeys(librariesMustFail)
const passes = (check, subject) => { try { check(subject); return true } catch (_) { return false } }
/** Undefined where all fail; else which one passed. */
const firstThatPasses = (load) => {
  for (let at = 0; at < mustFail.length; at++) if (passes(mustFail[at], load)) return 'assert ' + at
  for (let index = 0; index < libraries.length; index++) {
    const name = libraries[index]
    // Only what a test has loaded can have been changed. Modules of chai are in no cache that shows it.
    if (name !== 'chai' && !isLoaded(load, name)) continue
    const library = optional(load, name)
    const checks = librariesMustFail[name]
    for (let at = 0; at < checks.length; at++) {
      if (library && passes(checks[at], library)) return name + ' ' + at
    }
  }
  return undefined
}
const isLoaded = (load, name) => {
  try { return load.cache[load.resolve(name)] !== undefined } catch (_) { return false }
}
let areHonest = true
/** Whether those that must fail do, and did each time before. */
const failsAsItMust = (load) => {
  const passed = firstThatPasses(load)
  if (passed !== undefined) {
    areHonest = false
    noteOnce('assertions', 'assertions were changed: one that must fail passed (' + passed + ')')
  }
  return areHonest
}
let asked = 0
/** To be called after each test: what is changed and changed back is met in between. */
const checkSometimes = (load) => {
  asked += 1
  if ((asked & (asked - 1)) === 0) failsAsItMust(load)
}
`
