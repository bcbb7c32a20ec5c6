import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { listed, some, TASKS } from '../words.ts'

/** A list put in order by dragging: an item takes the place of the one it is dropped on. */
export const dragSort: MicroKind = {
  kind: 'drag-sort',
  pose(rng, level) {
    const wanted = some(rng, TASKS, level + 2)
    const shown = rng.shuffle(wanted)
    // One that is in order already asks for nothing.
    const items = shown.join() === wanted.join() ? [...shown].reverse() : shown
    const alphabetic = level === 3
    const order = alphabetic ? [...wanted].sort() : wanted
    const start = items.join() === order.join() ? [...items].reverse() : items
    return {
      goal: alphabetic
        ? 'Drag the tasks into alphabetical order and press Done.'
        : `Drag the tasks into this order: ${listed(order)}. Then press Done.`,
      title: 'Plan of the day',
      main: html`<ol>${start.map((item) => html`<li draggable="true">${item}</li>`)}</ol><p><button id="done">Done</button></p>`,
      script: SCRIPT,
      expected: { order: order.join('|') },
      gold: [...moves(start, order), press('Done')],
    }
  },
}

function moves(start: readonly string[], order: readonly string[]) {
  const now = [...start]
  return order.flatMap((item, place) => {
    const from = now.indexOf(item)
    if (from === place) return []
    now.splice(place, 0, ...now.splice(from, 1))
    return [
      {
        on: { role: 'listitem', nth: from },
        do: 'drag' as const,
        to: { role: 'listitem', nth: place },
      },
    ]
  })
}

const SCRIPT = `
let held = null
const order = () => ({ order: $$('li').map((item) => item.textContent).join('|') })
for (const item of $$('li')) {
  item.addEventListener('dragstart', (event) => { held = item; event.dataTransfer.setData('text/plain', item.textContent) })
  item.addEventListener('dragover', (event) => event.preventDefault())
  item.addEventListener('drop', (event) => {
    event.preventDefault()
    if (!held || held === item) return
    const all = $$('li')
    if (all.indexOf(held) > all.indexOf(item)) item.before(held)
    else item.after(held)
    draft(order())
  })
}
$('#done').addEventListener('click', () => submit(order()))
`
