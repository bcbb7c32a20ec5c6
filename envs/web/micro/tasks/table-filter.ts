import { fill, press, select } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, html, selectList } from '../page.ts'
import { CITIES, code, people, some } from '../words.ts'

/** A table of which the server shows five rows that fit a filter. */
export const tableFilter: MicroKind = {
  kind: 'table-filter',
  pose(rng, level) {
    const cities = some(rng, CITIES, 2 * level)
    const rows = people(rng, 15).map((name) => ({ name, city: rng.pick(cities), id: code(rng) }))
    const wanted = rng.pick(rows)
    // The same name in another city, so that the name alone is not enough.
    const other = cities.find((city) => city !== wanted.city) ?? wanted.city
    const twins = level > 1 ? [{ ...wanted, city: other, id: code(rng) }] : []
    const all = rng.shuffle([...rows, ...twins])
    return {
      goal: `Open the record of "${wanted.name}" from "${wanted.city}".`,
      title: 'Customers',
      main: html`<form data-own="1" class="row" autocomplete="off">${field('Name contains', 'name')}${selectList('City', 'city', cities)}<button>Filter</button></form>
<p id="count"></p><table><thead><tr><th>Name</th><th>City</th><th></th></tr></thead><tbody></tbody></table>`,
      script: SCRIPT,
      api: {
        '/rows'({ name = '', city = '' }, reached) {
          const found = all.filter(
            (row) =>
              row.name.toLowerCase().includes(name.trim().toLowerCase()) &&
              (city === '' || row.city === city),
          )
          const rows = found.slice(0, 5)
          if (rows.some(({ id }) => id === wanted.id)) reached('shown')
          return { rows, count: found.length }
        },
      },
      milestones: ['shown'],
      expected: { id: wanted.id },
      gold: [
        fill('Name contains', wanted.name),
        select('City', [wanted.city]),
        press('Filter'),
        press(`Open ${wanted.name}`),
      ],
    }
  },
}

const SCRIPT = `
const load = async () => {
  const { rows, count } = await send('/rows', collect($('form')))
  $('#count').textContent = rows.length + ' of ' + count + ' are shown'
  $('tbody').replaceChildren(...rows.map(({ name, city, id }) => el('tr', {},
    el('td', {}, name), el('td', {}, city),
    el('td', {}, el('button', { 'aria-label': 'Open ' + name, onclick: () => submit({ id }) }, 'Open')))))
}
$('form').addEventListener('submit', load)
load()
`
