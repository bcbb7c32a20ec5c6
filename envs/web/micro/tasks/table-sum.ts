import { answer } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

/** A question that a table answers: told, not entered. */
export const tableSum: MicroKind = {
  kind: 'table-sum',
  pose(rng, level) {
    const kinds = ['online', 'branch', 'phone']
    const rows = some(rng, GOODS, 3 + 2 * level).map((good) => ({
      good,
      way: rng.pick(kinds),
      count: rng.int(2, 30),
      price: rng.int(3, 60),
    }))
    const way = rows[0]?.way ?? ''
    const sum = (of: typeof rows) => of.reduce((total, { count }) => total + count, 0)
    const total = rows
      .filter((row) => row.way === way)
      .reduce((all, { count, price }) => all + count * price, 0)
    const [question = '', number = 0] =
      (
        [
          ['How many pieces were sold in total?', sum(rows)],
          [
            `How many pieces were sold by the way "${way}"?`,
            sum(rows.filter((row) => row.way === way)),
          ],
          [`How much money came in by the way "${way}" (pieces times price)?`, total],
        ] as const
      )[level - 1] ?? []
    return {
      goal: `${question} Answer with the number alone.`,
      title: 'Sales',
      main: html`<table><thead><tr><th>Product</th><th>Way</th><th>Pieces</th><th>Price</th></tr></thead><tbody>${rows.map(({ good, way, count, price }) => html`<tr><td>${good}</td><td>${way}</td><td>${count}</td><td>${price}</td></tr>`)}</tbody></table>`,
      answer: String(number),
      gold: [answer(String(number))],
    }
  },
}
