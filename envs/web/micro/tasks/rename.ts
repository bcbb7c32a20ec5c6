import { at, fill, key, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { CITIES, some } from '../words.ts'

/** Names that a double click lets one change. */
export const rename: MicroKind = {
  kind: 'rename',
  pose(rng, level) {
    const names = some(rng, CITIES, 6 * level)
    const shown = names.slice(0, 2 + 2 * level)
    const olds = shown.slice(0, level === 3 ? 2 : 1)
    const changes = olds.map((old, index) => ({ old, name: names[shown.length + index] ?? '' }))
    const list = rng.shuffle(shown)
    const after = list.map((name) => changes.find(({ old }) => old === name)?.name ?? name)
    return {
      goal: `Rename ${changes.map(({ old, name }) => `"${old}" to "${name}"`).join(' and ')} (a double click on a name edits it), then press Done.`,
      title: 'Albums',
      main: html`<ul>${list.map((name) => html`<li aria-label="${name}">${name}</li>`)}</ul><p><button type="button" id="done">Done</button></p>`,
      script: SCRIPT,
      expected: { names: after.join('|') },
      gold: [
        ...changes.flatMap(({ old, name }) => [
          { on: at('listitem', old), do: 'double_click' as const },
          fill('New name', name),
          key('Enter'),
        ]),
        press('Done'),
      ],
    }
  },
}

const SCRIPT = `
const names = () => ({ names: $$('li').map((item) => item.getAttribute('aria-label')).join('|') })
for (const item of $$('li')) item.addEventListener('dblclick', () => {
  if ($('input', item)) return
  const input = el('input', { 'aria-label': 'New name', onkeydown: (event) => {
    if (event.key === 'Enter') item.setAttribute('aria-label', input.value.trim())
    if (event.key === 'Enter' || event.key === 'Escape') { item.textContent = item.getAttribute('aria-label'); draft(names()) }
  } })
  input.value = item.textContent
  item.replaceChildren(input)
  input.focus()
  input.select()
})
$('#done').addEventListener('click', () => submit(names()))
`
