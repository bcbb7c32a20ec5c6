import { press, select } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, selectList } from '../page.ts'
import { CITIES, oneOf, some } from '../words.ts'

/** One option of each drop-down list. */
export const selectListTask: MicroKind = {
  kind: 'select-list',
  pose(rng, level) {
    const labels = some(rng, ['Departure', 'Arrival', 'Stopover'], level)
    const lists = labels.map((label) => ({ label, ...oneOf(rng, CITIES, 4 + 5 * level) }))
    const told = lists.map(({ label, target }) => `"${target}" from the list "${label}"`)
    return {
      goal: `Select ${told.join(' and ')}, and submit.`,
      title: 'Journey',
      main: form(lists.map(({ label, all }) => selectList(label, label, all))),
      expected: Object.fromEntries(lists.map(({ label, target }) => [label, target])),
      gold: [...lists.map(({ label, target }) => select(label, [target])), press('Submit')],
    }
  },
}
