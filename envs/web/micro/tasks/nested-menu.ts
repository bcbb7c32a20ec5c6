import { at, click } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { type Html, html } from '../page.ts'
import { some, TOPICS } from '../words.ts'

interface Item {
  readonly label: string
  readonly items: readonly Item[]
}

/** Menus that open on hover, as deep as the level. */
export const nestedMenu: MicroKind = {
  kind: 'nested-menu',
  pose(rng, level) {
    const labels = rng.shuffle([...TOPICS, ...TOPICS.map((topic) => `More ${topic.toLowerCase()}`)])
    const make = (depth: number): readonly Item[] =>
      Array.from({ length: 3 }, () => ({
        label: labels.pop() ?? '',
        items: [] as readonly Item[],
      })).map((item, index) =>
        depth > 0 && index === 1 ? { ...item, items: make(depth - 1) } : item,
      )
    const menu = some(rng, make(level), 3)
    const path: string[] = []
    for (let items = menu; items.length > 0; ) {
      const next = items.find((item) => item.items.length > 0) ?? rng.pick(items)
      path.push(next.label)
      items = [...next.items]
    }
    return {
      goal: `In the menu, choose ${path.map((label) => `"${label}"`).join(' > ')}.`,
      title: 'Menu',
      main: html`<div style="height:260px">${list(menu, 'Main')}</div>`,
      script: SCRIPT,
      expected: { chosen: path.join(' > ') },
      gold: [
        ...path.slice(0, -1).map((label) => ({ on: at('menuitem', label), do: 'hover' as const })),
        click('menuitem', path.at(-1)),
      ],
    }
  },
}

const list = (items: readonly Item[], label: string): Html =>
  html`<ul role="menu" aria-label="${label}" style="width:200px">${items.map(
    (item) =>
      html`<li role="none" style="position:relative"><button type="button" role="menuitem" style="width:100%"${item.items.length > 0 ? html` aria-haspopup="menu"` : ''}>${item.label}</button>${item.items.length > 0 ? html`<div class="sub" hidden style="position:absolute;left:200px;top:0;z-index:1">${list(item.items, item.label)}</div>` : ''}</li>`,
  )}</ul>`

const SCRIPT = `
const label = (row) => row.querySelector('button').textContent
for (const row of $$('li')) {
  const sub = row.querySelector(':scope > .sub')
  if (sub) {
    row.addEventListener('mouseenter', () => { sub.hidden = false })
    row.addEventListener('mouseleave', () => { sub.hidden = true })
  }
  $('button', row).addEventListener('click', () => {
    if (sub) { sub.hidden = false; return }
    const path = []
    for (let at = row; at; at = at.parentElement.closest('li')) path.unshift(label(at))
    submit({ chosen: path.join(' > ') })
  })
}
`
