import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../fixtures/index.ts'
import { recordings } from '../../test/replay/recorded-case.ts'
import { textCases } from './recorded.suite.ts'

test.each(textCases.map((each) => [each.name, each] as const))(
  'an episode of %s comes out as it was recorded',
  async (name, { env, agent }) => {
    const cassette = await openCassette(`${recordings}/${name}`)

    const { trajectory, unused } = await replay(cassette, { env, agent })

    expect(isOutsideBlocked()).toBe(true)
    expect(unused).toEqual([])
    const seen = (turns: typeof trajectory.turns) => turns.map(({ durationMs: _, ...turn }) => turn)
    expect(seen(trajectory.turns)).toEqual(seen(cassette.trajectory.turns))
    expect(trajectory.turns.length).toBeGreaterThan(1)
    expect(trajectory.turns[0]?.invalid).toBeDefined()
    expect(trajectory.outcome).toEqual(cassette.trajectory.outcome)
  },
)

test.each(textCases.map((each) => [each.name, each] as const))(
  'an episode of %s comes out the same from what was decided, refused moves included',
  async (name, { env }) => {
    const cassette = await openCassette(`${recordings}/${name}`)

    const { trajectory } = await replay(cassette, { env })

    expect(trajectory.outcome).toEqual(cassette.trajectory.outcome)
    expect(trajectory.turns[0]).toMatchObject({ invalid: expect.any(String) })
    expect(trajectory.turns[0]?.signals).not.toBeNull()
  },
)
