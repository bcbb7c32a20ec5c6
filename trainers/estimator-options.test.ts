import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Estimator, estimatorNames, estimators } from './advantages/index.ts'
import { estimatorFlags, estimatorOptions } from './estimator-options.ts'

describe('options of estimators on a command line', () => {
  test('are all of those that any has, once each, and say whose they are', () => {
    const all = estimatorNames.flatMap((name) =>
      Object.keys((estimators[name] as Estimator).schema.shape),
    )

    expect(Object.keys(estimatorFlags).toSorted()).toEqual([...new Set(all)].toSorted())
    for (const [field, flag] of Object.entries(estimatorFlags)) {
      const about = flag.description ?? ''
      const having = estimatorNames.filter((name) =>
        Object.hasOwn((estimators[name] as Estimator).schema.shape, field),
      )
      expect(about.startsWith(`Of ${having.join(', ')}: `), about).toBe(true)
    }
  })

  test('have no default: what is not given is left to the estimator', () => {
    expect(z.object(estimatorFlags).parse({})).toEqual({})
    for (const name of estimatorNames) expect(estimatorOptions(name, {})).toEqual({})
  })

  test('reach the estimator that has them as it takes them', () => {
    expect(estimatorOptions('gae', { lambda: 0.9, whiten: 'off', discount: 'token' })).toEqual({
      ...{ lambda: 0.9, whiten: false, discount: 'token' },
    })
    expect(estimatorOptions('grpo', { scale: 'none', entropyFloor: 2 })).toEqual({ scale: 'none' })
  })

  test('of another estimator are refused in one line that tells its own', () => {
    expect(() => estimatorOptions('rloo', { lambda: 0.9 })).toThrow(
      /^Cannot train with lambda 0\.9: advantage rloo does not use it \(it has [\w, ]+\)$/,
    )
  })

  test('that are JSON are read, and refused where they are none', () => {
    expect(estimatorOptions('gdpo', { weights: '{"a":2}' })).toEqual({ weights: { a: 2 } })
    expect(estimatorOptions('grpo', { ddof: '0' })).toEqual({ ddof: 0 })
    expect(() => estimatorOptions('gdpo', { weights: '{a' })).toThrow('it is not JSON')
  })
})
