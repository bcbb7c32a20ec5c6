import { check, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { choices, form } from '../page.ts'
import { GOODS, listed, some } from '../words.ts'

/** Exactly these of many. */
export const checkboxes: MicroKind = {
  kind: 'checkboxes',
  pose(rng, level) {
    const all = some(rng, GOODS, 3 + 3 * level)
    const wanted = some(rng, all, level + 1)
    const picked = all.filter((item) => wanted.includes(item))
    return {
      goal: `Select ${listed(wanted)} and nothing else, then click Submit.`,
      title: 'What to bring',
      main: form(choices('checkbox', 'Items', 'items', all)),
      expected: { items: picked.join('|') },
      gold: [...wanted.map((item) => check('checkbox', item)), press('Submit')],
    }
  },
}
