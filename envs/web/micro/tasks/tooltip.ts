import { at, fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, form, html } from '../page.ts'
import { code, some, TOPICS } from '../words.ts'

/** Codes that show only while the mouse is over a button. */
export const tooltip: MicroKind = {
  kind: 'tooltip',
  pose(rng, level) {
    const names = some(rng, TOPICS, 2 * level)
    const codes = new Map(names.map((name) => [name, code(rng)]))
    const wanted = some(rng, names, level === 3 ? 2 : 1)
    const expected = Object.fromEntries(
      wanted.map((name) => [`Code of ${name}`, codes.get(name) ?? '']),
    )
    return {
      goal: `Hover over ${wanted.map((name) => `"${name}"`).join(' and ')} to read the code, type it into the form and submit.`,
      title: 'Sensors',
      main: html`<p class="row">${names.map((name) => html`<button type="button">${name}</button>`)}</p><p role="tooltip" class="card" style="position:absolute;right:24px;top:0" hidden></p>
${form(Object.keys(expected).map((name) => field(name, name)))}`,
      script: SCRIPT,
      api: {
        '/tip'({ name = '' }, reached) {
          reached(`read ${name}`)
          return { text: `${name}: ${codes.get(name) ?? ''}` }
        },
      },
      milestones: wanted.map((name) => `read ${name}`),
      expected,
      gold: [
        ...wanted.map((name) => ({ on: at('button', name), do: 'hover' as const })),
        ...wanted.map((name) => fill(`Code of ${name}`, codes.get(name) ?? '')),
        press('Submit'),
      ],
    }
  },
}

const SCRIPT = `
const tip = $('[role=tooltip]')
let over = null
for (const button of $$('p.row button')) {
  button.addEventListener('mouseenter', async () => {
    over = button
    const { text } = await send('/tip', { name: button.textContent })
    if (over !== button) return
    tip.textContent = text
    tip.hidden = false
  })
  button.addEventListener('mouseleave', () => { over = null; tip.hidden = true })
}
`
