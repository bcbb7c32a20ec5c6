import { check, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { choices, form } from '../page.ts'
import { COLOURS, GOODS, oneOf, some, TOPICS } from '../words.ts'

/** One of each group of radio buttons. */
export const radioGroup: MicroKind = {
  kind: 'radio-group',
  pose(rng, level) {
    const pools = { Colour: COLOURS, Gift: GOODS, Department: TOPICS }
    const groups = some(rng, Object.entries(pools), level).map(([legend, pool]) => ({
      legend,
      ...oneOf(rng, pool, 3 + 2 * level),
    }))
    const told = groups.map(({ legend, target }) => `"${target}" as ${legend.toLowerCase()}`)
    return {
      goal: `Choose ${told.join(' and ')} and submit.`,
      title: 'Your choice',
      main: form(groups.map(({ legend, all }) => choices('radio', legend, legend, all))),
      expected: Object.fromEntries(groups.map(({ legend, target }) => [legend, target])),
      gold: [...groups.map(({ target }) => check('radio', target)), press('Submit')],
    }
  },
}
