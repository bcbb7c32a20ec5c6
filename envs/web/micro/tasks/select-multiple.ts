import { press, select } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, selectList } from '../page.ts'
import { listed, some, TOPICS } from '../words.ts'

/** Several options of one list. */
export const selectMultiple: MicroKind = {
  kind: 'select-multiple',
  pose(rng, level) {
    const all = some(rng, TOPICS, 4 + 3 * level)
    const wanted = some(rng, all, level + 1)
    const picked = all.filter((topic) => wanted.includes(topic))
    return {
      goal: `Subscribe to exactly these topics: ${listed(wanted)}.`,
      title: 'Newsletter',
      main: form(selectList('Topics', 'topics', all, true), 'Subscribe'),
      expected: { topics: picked.join('|') },
      gold: [select('Topics', wanted, 'listbox'), press('Subscribe')],
    }
  },
}
