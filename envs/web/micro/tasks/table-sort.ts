import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { CITIES, GOODS, some } from '../words.ts'

const COLUMNS = ['Name', 'Price', 'Stock'] as const

/** Headers that sort, one way and then the other. */
export const tableSort: MicroKind = {
  kind: 'table-sort',
  pose(rng, level) {
    const size = 4 + 2 * level
    const names = some(rng, level === 2 ? CITIES : GOODS, size)
    const numbers = () =>
      some(
        rng,
        Array.from({ length: 90 }, (_, index) => index + 5),
        size,
      )
    const [prices, stock] = [numbers(), numbers()]
    const rows = names.map((name, index) => [name, prices[index] ?? 0, stock[index] ?? 0] as const)
    const column = rng.int(level === 1 ? 1 : 0, 3)
    const down = level > 1 && rng.chance(0.6)
    const order = [...rows]
      .sort((a, b) => ((a[column] ?? 0) < (b[column] ?? 0) ? -1 : 1) * (down ? -1 : 1))
      .map(([name]) => name)
    const header = COLUMNS[column] ?? 'Name'
    return {
      goal: `Sort the table by "${header}" in ${down ? 'descending' : 'ascending'} order and press Done.`,
      title: 'Inventory',
      main: html`<table><thead><tr>${COLUMNS.map(
        (name) => html`<th><button type="button">${name}</button></th>`,
      )}</tr></thead><tbody></tbody></table><p><button type="button" id="done">Done</button></p>`,
      data: { rows },
      script: SCRIPT,
      expected: { order: order.join('|') },
      gold: [press(header), ...(down ? [press(header)] : []), press('Done')],
    }
  },
}

const SCRIPT = `
let rows = data.rows, by = -1, sign = 1
const show = () => $('tbody').replaceChildren(...rows.map((row) =>
  el('tr', {}, ...row.map((cell) => el('td', {}, String(cell))))))
const order = () => ({ order: rows.map(([name]) => name).join('|') })
$$('th').forEach((head, column) => $('button', head).addEventListener('click', () => {
  sign = by === column ? -sign : 1
  by = column
  rows = [...rows].sort((a, b) => (a[column] < b[column] ? -1 : 1) * sign)
  $$('th').forEach((th) => th.removeAttribute('aria-sort'))
  head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending')
  show()
  draft(order())
}))
$('#done').addEventListener('click', () => submit(order()))
show()
`
