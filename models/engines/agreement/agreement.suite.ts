import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReferenceEngine } from '../reference.ts'
import { agreementCases, type EngineOpener } from './cases.suite.ts'
import { relativeError, trainOnce } from './train-once.suite.ts'

/** Whole transformers must come out of an engine as out of plain loops in float64. */
export function describeAgreement(
  name: string,
  openEngine: EngineOpener,
  { tolerance = 1e-4 }: { readonly tolerance?: number } = {},
): void {
  describe(`${name} agrees with float64`, () => {
    let engine: Awaited<ReturnType<EngineOpener>>
    beforeAll(async () => {
      engine = await openEngine()
    })
    afterAll(() => engine.close())

    test.each(agreementCases)('in loss, metrics, gradients and a step: $name', async (given) => {
      const expected = await trainOnce(createReferenceEngine(), given)

      const actual = await trainOnce(engine, given)

      expect([...actual.keys()]).toEqual([...expected.keys()])
      const apart = [...expected].flatMap(([what, numbers]) => {
        const error = relativeError(actual.get(what) ?? [], numbers)
        return error < tolerance ? [] : [{ what, error }]
      })
      expect(apart).toEqual([])
    })
  })
}
