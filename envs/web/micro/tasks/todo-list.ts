import { check, fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { listed, some, TASKS } from '../words.ts'

/** Adding, ticking off and removing. */
export const todoList: MicroKind = {
  kind: 'todo-list',
  pose(rng, level) {
    const names = some(rng, TASKS, 5 + level)
    const added = names.slice(0, level === 3 ? 2 : 1)
    const items = names.slice(added.length)
    const ticked = level > 1 ? rng.pick(items) : ''
    const removed = level > 2 ? rng.pick(items.filter((item) => item !== ticked)) : ''
    const parts = [
      `Add ${listed(added)}`,
      ...(ticked ? [`tick off "${ticked}"`] : []),
      ...(removed ? [`remove "${removed}"`] : []),
    ]
    return {
      goal: `${parts.join(', ')}, then press Done.`,
      title: 'To do',
      main: html`<form data-own="1" class="row" autocomplete="off"><label>New task <input name="task"></label><button>Add</button></form><ul id="list"></ul><p><button type="button" id="done">Done</button></p>`,
      data: { items },
      script: SCRIPT,
      expected: {
        tasks: [...items, ...added].filter((item) => item !== removed).join('|'),
        ticked,
      },
      gold: [
        ...added.flatMap((item) => [fill('New task', item), press('Add')]),
        ...(ticked ? [check('checkbox', ticked)] : []),
        ...(removed ? [press(`Remove ${removed}`)] : []),
        press('Done'),
      ],
    }
  },
}

const SCRIPT = `
const read = () => ({
  tasks: $$('#list input').map((box) => box.value).join('|'),
  ticked: $$('#list input:checked').map((box) => box.value).join('|'),
})
const add = (task) => {
  const item = el('li', { class: 'row' },
    el('label', {}, el('input', { type: 'checkbox', value: task, onchange: () => draft(read()) }), ' ' + task),
    el('button', { type: 'button', 'aria-label': 'Remove ' + task, onclick: () => { item.remove(); draft(read()) } }, 'x'))
  $('#list').append(item)
}
data.items.forEach(add)
$('form').addEventListener('submit', () => {
  const task = $('[name=task]').value.trim()
  if (task) add(task)
  $('[name=task]').value = ''
  draft(read())
})
$('#done').addEventListener('click', () => submit(read()))
`
