import { expect, it } from 'vitest'
import { renderView } from './render.ts'
import { readSnapshot } from './snapshot.ts'
import type { ObserveOptions, View } from './view.ts'

const options: ObserveOptions = {
  ...{ snapshot: true, snapshotChars: 1000, html: true, htmlChars: 1000, screenshot: 'none' },
  ...{ screenshotPixels: 1_000_000, location: true, tabs: true, focus: true, errors: true },
  chat: true,
}
const view: View = {
  ...{ url: 'http://shop.test/cart', title: 'Cart', html: '<body>\n <h1>Cart</h1>\n</body>' },
  tabs: [
    { title: 'Shop', url: 'http://shop.test/', active: false },
    { title: 'Cart', url: 'http://shop.test/cart', active: true },
  ],
  ...{ nodes: [], screenshot: null, focused: 'e1 textbox "Code"', dialog: null },
  snapshot: '- heading "Cart" [level=1]\n- textbox "Code" [ref=e1]: SAVE5',
}

it('shows all that an agent is told, in one order', () => {
  const text = renderView(view, {
    ...{ options, goal: 'Buy a lamp.', chat: ['You: Which?', 'User: The red one.'] },
    acted: {
      error: 'button "Pay" is disabled.',
      notes: ['A tab was opened: http://shop.test/cart'],
    },
  })

  expect(text).toBe(`Goal: Buy a lamp.

Error: button "Pay" is disabled.
Note: A tab was opened: http://shop.test/cart
You: Which?
User: The red one.
Tabs:
  1. Shop (http://shop.test/)
* 2. Cart (http://shop.test/cart)
Page: Cart (http://shop.test/cart)
Focused: e1 textbox "Code"
- heading "Cart" [level=1]
- textbox "Code" [ref=e1]: SAVE5
HTML:
<body>
 <h1>Cart</h1>
</body>`)
})

it('shows a dialog in place of the page, and no line that is switched off', () => {
  const dialog = { kind: 'confirm', message: 'Delete\nit?' } as const
  const hidden: View = { ...view, snapshot: null, html: null, focused: null, dialog }
  const text = renderView(hidden, {
    options: { ...options, tabs: false, errors: false },
    ...{ acted: { error: 'no', notes: [] }, chat: [] },
  })

  expect(text).toBe('Page: Cart (http://shop.test/cart)\nDialog (confirm): Delete it?')
})

it('gives refs in the order of the page and takes wrappers out', () => {
  const snapshot = readSnapshot(
    [
      {
        ...{ role: 'generic', ref: 'e1' },
        children: [
          {
            role: 'generic',
            ref: 'e2',
            children: [{ role: 'button', name: 'A "b"', ref: 'f1e3', disabled: true }],
          },
          { role: 'paragraph', ref: 'e4', text: 'two\nlines' },
          { role: 'generic', ref: 'e5', cursor: 'pointer', text: 'Pick', active: true },
          {
            role: 'list',
            ref: 'e6',
            children: ['Of', { role: 'listitem', ref: 'e7', text: 'one' }],
          },
        ],
      },
    ],
    600,
  )

  expect(snapshot.text(1000)).toBe(`- button "A \\"b\\"" [ref=e1] [disabled]
- paragraph: two lines
- generic [ref=e2] [cursor=pointer]: Pick
- list [ref=e3]:
  - text: Of
  - listitem [ref=e4]: one`)
  expect([...snapshot.elements.values()].map(({ ref }) => ref)).toEqual(['f1e3', 'e5', 'e6', 'e7'])
  expect(snapshot.focused).toBe('e2 generic')
  expect(snapshot.nodes[3]).toMatchObject({ role: 'list', text: 'Of', children: [{ ref: 'e4' }] })
})

it('keeps what the window shows where the budget does not hold all', () => {
  const row = (name: number, y: number) => ({
    ...{ role: 'button', name: `button ${name}`, ref: `e${name}` },
    box: { x: 0, y, width: 10, height: 10 },
  })
  const tree = Array.from({ length: 100 }, (_, at) => row(at, at * 100 - 5000))

  const text = readSnapshot(tree, 300).text(200)

  expect(text.length).toBeLessThanOrEqual(200)
  expect(text).toContain('"button 50" [ref=e51]')
  expect(text).toMatch(/\n\.\.\. \d+ more lines left out$/)
})
