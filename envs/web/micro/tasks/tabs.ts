import { check, click, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { some, TOPICS } from '../words.ts'

const OPTIONS = ['Weekly summary', 'Show to guests', 'Ask before changes', 'Use as default']

/** Settings behind tabs; all of them have the same boxes. */
export const tabs: MicroKind = {
  kind: 'tabs',
  pose(rng, level) {
    const names = some(rng, TOPICS, 2 + level)
    const wanted = some(rng, names, level === 3 ? 2 : 1).map((tab) => ({
      tab,
      option: rng.pick(OPTIONS),
    }))
    const chosen = (name: string) => wanted.find(({ tab }) => tab === name)?.option ?? ''
    const told = wanted.map(({ tab, option }) => `tick "${option}" in the tab "${tab}"`)
    return {
      goal: `${told.join(' and ').replace('tick', 'Tick')}, then save.`,
      title: 'Preferences',
      main: html`<div role="tablist" class="row">${names.map((name) => html`<button role="tab" type="button" aria-selected="false">${name}</button>`)}</div>
<form>${names.map((name) => html`<div role="tabpanel" aria-label="${name}" class="card" hidden>${OPTIONS.map((option) => html`<label><input type="checkbox" name="${name}" value="${option}"> ${option}</label>`)}</div>`)}<p><button>Save</button></p></form>`,
      script: SCRIPT,
      expected: Object.fromEntries(names.map((name) => [name, chosen(name)])),
      gold: [
        ...wanted.flatMap(({ tab, option }) => [click('tab', tab), check('checkbox', option)]),
        press('Save'),
      ],
    }
  },
}

const SCRIPT = `
const all = $$('[role=tab]')
const open = (chosen) => all.forEach((tab, index) => {
  tab.setAttribute('aria-selected', String(tab === chosen))
  $$('[role=tabpanel]')[index].hidden = tab !== chosen
})
for (const tab of all) tab.addEventListener('click', () => open(tab))
open(all[0])
`
