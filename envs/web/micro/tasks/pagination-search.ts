import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { code, GOODS, some } from '../words.ts'

const SIZE = 4

/** Results of a search, four a page. */
export const paginationSearch: MicroKind = {
  kind: 'pagination-search',
  pose(rng, level) {
    const [good = '', ...others] = some(rng, GOODS, 6)
    const makers = some(
      rng,
      [
        'Alba',
        'Borea',
        'Cirrus',
        'Delta',
        'Eos',
        'Flint',
        'Gala',
        'Helio',
        'Iris',
        'Juno',
        'Kite',
        'Luma',
      ],
      4 * level,
    )
    const item = (maker: string, name: string) => ({ label: `${maker} ${name}`, id: code(rng) })
    const wanted = rng.pick(makers)
    const all = rng.shuffle([
      ...makers.map((maker) => item(maker, good)),
      ...others.map((name) => item(rng.pick(makers), name)),
    ])
    const label = `${wanted} ${good}`
    const found = all.filter(({ label }) => label.endsWith(good))
    const page = Math.floor(found.findIndex((each) => each.label === label) / SIZE)
    return {
      goal: `Search for "${good}" and select "${label}" from the results.`,
      title: 'Catalogue',
      main: html`<form data-own="1" class="row" autocomplete="off"><label>Search <input type="search" name="q"></label><button>Find</button></form>
<ul id="found" aria-label="Results"></ul><p class="row" id="pages" hidden><button type="button" id="back">Previous page</button><span id="page"></span><button type="button" id="on">Next page</button></p>`,
      script: SCRIPT,
      api: {
        '/search'({ q = '', page = '0' }, reached) {
          // Only whole words of a product: the maker alone would be a way round the pages.
          const hits =
            q === ''
              ? []
              : all.filter(
                  ({ label }) =>
                    label.slice(label.indexOf(' ') + 1).toLowerCase() === q.trim().toLowerCase(),
                )
          const items = hits.slice(Number(page) * SIZE, (Number(page) + 1) * SIZE)
          if (hits.length > 0) reached('searched')
          if (items.some((each) => each.label === label)) reached('on the page')
          return { items, pages: Math.ceil(hits.length / SIZE) }
        },
      },
      milestones: ['searched', 'on the page'],
      expected: { id: all.find((each) => each.label === label)?.id ?? '' },
      gold: [
        fill('Search', good, 'searchbox'),
        press('Find'),
        ...Array.from({ length: page }, () => press('Next page')),
        press(`Select ${label}`),
      ],
    }
  },
}

const SCRIPT = `
let page = 0
const show = async () => {
  const { items, pages } = await send('/search', { q: $('[name=q]').value, page: String(page) })
  $('#pages').hidden = pages < 2
  $('#page').textContent = 'Page ' + (page + 1) + ' of ' + pages
  $('#back').disabled = page === 0
  $('#on').disabled = page >= pages - 1
  $('#found').replaceChildren(...items.map(({ label, id }) => el('li', { class: 'row' }, label,
    el('button', { type: 'button', 'aria-label': 'Select ' + label, onclick: () => submit({ id }) }, 'Select'))))
}
$('form').addEventListener('submit', () => { page = 0; show() })
$('#back').addEventListener('click', () => { page--; show() })
$('#on').addEventListener('click', () => { page++; show() })
`
