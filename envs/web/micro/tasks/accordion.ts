import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { code, some, TOPICS } from '../words.ts'

/** Sections whose text the server gives when they are opened; one at a time. */
export const accordion: MicroKind = {
  kind: 'accordion',
  pose(rng, level) {
    const names = some(rng, TOPICS, 3 + level)
    const codes = new Map(names.map((name) => [name, code(rng)]))
    const wanted = some(rng, names, level === 3 ? 2 : 1)
    const expected = Object.fromEntries(
      wanted.map((name, index) => [`code${index + 1}`, codes.get(name) ?? '']),
    )
    const told = wanted.map((name) => `the code of the section "${name}"`)
    return {
      goal: `Type ${told.join(' into Code 1 and ')} into Code ${wanted.length} and submit.`,
      title: 'Manual',
      main: html`${names.map((name, index) => html`<h2><button type="button" aria-expanded="false" value="${index}">${name}</button></h2><p hidden></p>`)}
${form(wanted.map((_, index) => html`<label>Code ${index + 1} <input name="code${index + 1}"></label>`))}`,
      script: SCRIPT,
      api: {
        '/section'({ index = '' }, reached) {
          const name = names[Number(index)] ?? ''
          reached(`opened ${name}`)
          return { text: `The code of this section is ${codes.get(name)}.` }
        },
      },
      milestones: wanted.map((name) => `opened ${name}`),
      expected,
      gold: [
        ...wanted.flatMap((name, index) => [
          press(name),
          fill(`Code ${index + 1}`, codes.get(name) ?? ''),
        ]),
        press('Submit'),
      ],
    }
  },
}

const SCRIPT = `
for (const button of $$('h2 button')) button.addEventListener('click', async () => {
  const open = button.getAttribute('aria-expanded') === 'false'
  for (const other of $$('h2 button')) {
    other.setAttribute('aria-expanded', 'false')
    other.parentElement.nextElementSibling.hidden = true
  }
  if (!open) return
  const { text } = await send('/section', { index: button.value })
  button.setAttribute('aria-expanded', 'true')
  button.parentElement.nextElementSibling.textContent = text
  button.parentElement.nextElementSibling.hidden = false
})
`
