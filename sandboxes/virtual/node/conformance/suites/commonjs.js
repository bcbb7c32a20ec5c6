// biome-ignore-all lint: a program that does odd things on purpose
const assert = require('node:assert')
const test = require('node:test')

test('default export is the function', () => {
  assert.strictEqual(test.test, test)
  assert.strictEqual(typeof test.describe, 'function')
})
test('strict is strict', () => {
  assert.throws(() => assert.strict.equal(1, '1'))
  require('node:assert/strict').deepEqual([1], [1])
})
test.describe('nested', () => {
  test.it('runs', () => {})
})
test('context', async (t) => {
  assert.strictEqual(t.name, 'context')
  assert.strictEqual(typeof t.signal.aborted, 'boolean')
  assert.strictEqual(typeof t.diagnostic, 'function')
  await t.test('inner', (t2) => {
    assert.strictEqual(t2.fullName, 'context > inner')
  })
})
test('this is the context', function (t) {
  assert.strictEqual(this, t)
})
test('plan holds', { plan: 2 }, (t) => {
  t.assert.ok(true)
  t.assert.strictEqual(1, 1)
})
test('plan does not hold', (t) => {
  t.plan(2)
  t.assert.ok(true)
})
