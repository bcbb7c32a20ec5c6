import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { CITIES, emailOf, person } from '../words.ts'

/** Steps that the server checks one by one; level 3 tells a number in a form it refuses. */
export const wizard: MicroKind = {
  kind: 'wizard',
  pose(rng, level) {
    const name = person(rng)
    const digits = String(rng.int(10_000_000, 100_000_000))
    const spoken = level === 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits
    const fields = [
      {
        label: 'Name',
        value: name,
        told: name,
        rule: /^\S+ \S+/,
        error: 'First and last name, please',
      },
      {
        label: 'E-mail',
        value: emailOf(name),
        told: emailOf(name),
        rule: /^\S+@\S+\.\S+$/,
        error: 'This is no e-mail address',
      },
      { label: 'City', value: rng.pick(CITIES), told: '', rule: /\S/, error: 'Where do you live?' },
      {
        label: 'Phone',
        value: digits,
        told: spoken,
        rule: /^\d+$/,
        error: 'Digits only, without spaces',
      },
    ].map((field) => ({ ...field, told: field.told || field.value }))
    const steps =
      level === 1
        ? [fields.slice(0, 1), fields.slice(1, 2)]
        : [fields.slice(0, 2), fields.slice(2, 3), fields.slice(3)]
    const asked = steps.flat()
    const show = (list: typeof fields, index: number) =>
      html`<section aria-label="Step ${index + 1}"${index > 0 ? html` hidden` : ''}><h2>Step ${index + 1} of ${steps.length}</h2>${list.map(({ label }) => html`<label>${label} <input name="${label}"> <span role="alert"></span></label>`)}<p>${index > 0 ? html`<button type="button" data-by="-1">Back</button> ` : ''}<button type="button" data-by="1">${index < steps.length - 1 ? 'Next' : 'Finish'}</button></p></section>`
    return {
      goal: `Register with ${asked.map(({ label, told }) => `${label} "${told}"`).join(', ')}.`,
      title: 'Registration',
      main: html`<form data-own="1" autocomplete="off">${steps.map(show)}</form>`,
      script: SCRIPT,
      api: {
        '/check'({ step = '0', ...given }, reached) {
          const errors = Object.fromEntries(
            (steps[Number(step)] ?? [])
              .filter(({ label, rule }) => !rule.test(given[label] ?? ''))
              .map(({ label, error }) => [label, error]),
          )
          if (Object.keys(errors).length === 0) reached(`step ${Number(step) + 1}`)
          return errors
        },
      },
      milestones: steps.map((_, index) => `step ${index + 1}`),
      expected: Object.fromEntries(asked.map(({ label, value }) => [label, value])),
      gold: steps.flatMap((list, index) => [
        ...list.map(({ label, value }) => fill(label, value)),
        press(index < steps.length - 1 ? 'Next' : 'Finish'),
      ]),
    }
  },
}

const SCRIPT = `
const steps = $$('section')
steps.forEach((section, index) => $$('[data-by]', section).forEach((button) => button.addEventListener('click', async () => {
  const by = Number(button.dataset.by)
  if (by > 0) {
    const errors = await send('/check', { ...collect($('form')), step: String(index) })
    for (const input of $$('input', section)) input.nextElementSibling.textContent = errors[input.name] ?? ''
    if (Object.keys(errors).length > 0) return
    if (index === steps.length - 1) return submit(collect($('form')))
  }
  section.hidden = true
  steps[index + by].hidden = false
})))
`
