import { at, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

const BINS = ['Keep', 'Sell', 'Give away']

/** Things dragged into boxes. */
export const dragBins: MicroKind = {
  kind: 'drag-bins',
  pose(rng, level) {
    const items = some(rng, GOODS, level + 2)
    const bins = rng.shuffle(BINS).slice(0, level === 1 ? 2 : 3)
    const moved = some(rng, items, level)
    const expected = Object.fromEntries(
      items.map((item) => [item, moved.includes(item) ? rng.pick(bins) : '']),
    )
    const told = moved.map((item) => `"${item}" into "${expected[item]}"`)
    return {
      goal: `Drag ${told.join(', ')}, leave the rest, and press Done.`,
      title: 'Tidying up',
      main: html`<ul>${items.map((item) => html`<li draggable="true">${item}</li>`)}</ul>
<div class="row">${bins.map((bin) => html`<section class="card" style="width:180px;min-height:120px" aria-label="${bin}"><h2>${bin}</h2></section>`)}</div>
<p><button id="done">Done</button></p>`,
      script: SCRIPT,
      expected,
      gold: [
        ...moved.map((item) => ({
          on: { role: 'listitem', where: ({ text }: { readonly text: string }) => text === item },
          do: 'drag' as const,
          to: at('region', expected[item]),
        })),
        press('Done'),
      ],
    }
  },
}

const SCRIPT = `
let held = null
const boxes = () => Object.fromEntries($$('li').map((item) =>
  [item.textContent, item.closest('section')?.getAttribute('aria-label') ?? '']))
for (const item of $$('li'))
  item.addEventListener('dragstart', (event) => { held = item; event.dataTransfer.setData('text/plain', '') })
for (const box of $$('section')) {
  box.addEventListener('dragover', (event) => event.preventDefault())
  box.addEventListener('drop', (event) => { event.preventDefault(); if (held) box.append(held); draft(boxes()) })
}
$('#done').addEventListener('click', () => submit(boxes()))
`
