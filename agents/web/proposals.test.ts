import { expect, test } from 'vitest'
import { readGoal } from './goal.ts'
import { readPage } from './page-text.ts'
import { proposalsFor } from './proposals.ts'

const callsOn = (goal: string, page: string) =>
  proposalsFor(readPage(page), readGoal(goal)).map(({ call }) => call)

const list = `- list:
  - listitem "Rug" [ref=e1]
  - listitem "Jug" [ref=e2]`
const menu = `${list}
- menu:
  - menuitem "Copy" [ref=e3]
  - menuitem "Print" [ref=e4]`
const basket = (rugs: number) => `- listitem [ref=e1]:
  - text: Lamp
  - button "Less Lamp" [ref=e2]: -
  - status: 0
  - button "More Lamp" [ref=e3]: +
- listitem [ref=e4]:
  - text: Rug
  - button "Fewer" [ref=e5]: -
  - status: ${rugs}
  - button "More" [ref=e6]: +
- button "Check out" [ref=e7]`
const keys = `- row:
  - cell "Mute"
  - cell "Alt+u"
- row:
  - cell "Lock"
  - cell "Ctrl+Shift+l"`
const tip = (told: string, code = '') => `- button "Orders" [ref=e1]
- button "Guests" [ref=e2]
${told && `- tooltip "${told}"\n`}- textbox "Code of Orders" [ref=e3]${code && `: ${code}`}
- textbox "Code of Guests" [ref=e4]`
const bins = (inside: string) => `- listitem [ref=e1]: Jug
- region "Sell" [ref=e2]:
  - heading "Sell"${inside}`
const drag = 'Drag "Jug" into "Sell".'
const rename = 'Rename "Rug" to "Mat" (a double click edits it).'
const copying = 'Right click: "Copy" for "Jug", then "Print" for "Rug".'

test.each([
  ['right click opens a menu', copying, list, { tool: 'click', ref: 'e2', button: 'right' }],
  ['an open menu is chosen from', copying, menu, { tool: 'click', ref: 'e3' }],
  ['double click opens a name', rename, list, { tool: 'double_click', ref: 'e1' }],
  [
    'an opened name is written over',
    rename,
    '- listitem "Rug" [ref=e1]:\n  - textbox "New name" [ref=e2]: Rug',
    { tool: 'fill', ref: 'e2', text: 'Mat' },
  ],
  [
    'a name written over is entered',
    rename,
    '- listitem "Rug" [ref=e1]:\n  - textbox "New name" [ref=e2]: Mat',
    { tool: 'press', ref: 'e2', key: 'Enter' },
  ],
  ['hover', 'Hover over "Orders" to read.', tip(''), { tool: 'hover', ref: 'e1' }],
  [
    'what a tip tells is filled in',
    'Hover over "Orders" and "Guests" to read the codes.',
    tip('Orders: AB-1'),
    { tool: 'fill', ref: 'e3', text: 'AB-1' },
  ],
  [
    'the next tip comes when the first is filled in',
    'Hover over "Orders" and "Guests" to read the codes.',
    tip('Orders: AB-1', 'AB-1'),
    { tool: 'hover', ref: 'e2' },
  ],
  ['drag', drag, bins(''), { tool: 'drag', from: 'e1', to: 'e2' }],
  ['a shortcut', 'Use the shortcut of "Lock".', keys, { tool: 'press', key: 'Control+Shift+l' }],
  ['quoted keys', 'Press "Alt+u".', keys, { tool: 'press', key: 'Alt+u' }],
  ['a count too low', 'It shall hold 2 of "Rug".', basket(1), { tool: 'click', ref: 'e6' }],
  ['a count too high', 'Set "Rug" to 0 and go.', basket(1), { tool: 'click', ref: 'e5' }],
  ['a count that is right', 'Hold 1 of "Rug", check out.', basket(1), { tool: 'click', ref: 'e7' }],
  [
    'a degree of a scale',
    'Rate "Food" with 3 of 5 stars and "Price" with 1 of 5 stars.',
    [1, 2, 3].map((n) => `- button "Food: ${n} of 5" [ref=e${n}]`).join('\n'),
    { tool: 'click', ref: 'e3' },
  ],
  [
    'the list that an option is from',
    'Choose "Oslo" from the list "From" and "Riga" from the list "To".',
    '- combobox "To" [ref=e1]:\n  - option "Oslo"\n  - option "Riga"',
    { tool: 'select', ref: 'e1', options: ['Riga'] },
  ],
  [
    'what this tab asks for, before the next tab',
    'Tick "Weekly" in the tab "A" and in the tab "B".',
    '- tab "A" [ref=e1]\n- tab "B" [ref=e2] [selected]\n- checkbox "Weekly" [ref=e3]',
    { tool: 'check', ref: 'e3' },
  ],
])('%s', (_, goal, page, call) => {
  expect(callsOn(goal, page)[0]).toEqual(call)
})

test('what lies where it belongs is not dragged there again', () => {
  const calls = callsOn(drag, '- region "Sell" [ref=e2]:\n  - listitem [ref=e1]: Jug')

  expect(calls.filter(({ tool }) => tool === 'drag')).toEqual([])
})

test('what the goal removes is no value of a field, and nothing else is removed', () => {
  const page = `- button "Remove red" [ref=e1]
- button "Remove blue" [ref=e2]
- textbox "Add a tag" [ref=e3]
- button "Save" [ref=e4]`
  const calls = callsOn('Add the tag "red", remove "blue" and save.', page)

  expect(calls.filter(({ tool }) => tool === 'fill')).toHaveLength(1)
  expect(calls).toContainEqual({ tool: 'fill', ref: 'e3', text: 'red' })
  expect(calls).toContainEqual({ tool: 'click', ref: 'e2' })
  expect(calls).not.toContainEqual({ tool: 'click', ref: 'e1' })
})

test('of a scale only the asked-for degree is pressed', () => {
  const page = [1, 2, 3].map((n) => `- button "Food: ${n} of 5" [ref=e${n}]`).join('\n')
  const clicks = callsOn('Rate "Food" with 2 of 5 stars, not 1 or 3.', page).filter(
    ({ tool }) => tool === 'click',
  )

  expect(clicks).toEqual([{ tool: 'click', ref: 'e2' }])
})
