import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchAction, type ToolAction, TYPE_WEIGHT } from './match-action.ts'
import { rougeL } from './match-value.ts'

const PAGE = `Page: Shop (http://shop.test/)
Focused: e8 textbox "Search"
- banner:
  - link "Home" [ref=e1]
- list [ref=e2]:
  - listitem [ref=e3]: Lamp
    - button "Add" [ref=e4]
    - link "Details" [ref=e5]
  - listitem [ref=e6]: Vase
    - button "Add" [ref=e7]
- textbox "Search" [ref=e8]
- textbox [ref=e9]
- textbox [ref=e10]
- contentinfo:
  - link "Home" [ref=e11]`

const refs = Array.from({ length: 11 }, (_, at) => `e${at + 1}`)
const words = fc.array(fc.constantFrom('send', 'the', 'red', 'lamp', 'to', 'Ada'), {
  minLength: 6,
  maxLength: 12,
})
const recorded: fc.Arbitrary<ToolAction> = fc.oneof(
  fc.record({ tool: fc.constant('click'), ref: fc.constantFrom(...refs) }),
  fc.record({ tool: fc.constant('fill'), ref: fc.constantFrom(...refs), text: fc.string() }),
  words.map((text) => ({ tool: 'type', ref: 'e8', text: text.join(' ') })),
  fc.record({ tool: fc.constant('click_at'), x: fc.nat(1000), y: fc.nat(700) }),
  fc.record({ tool: fc.constant('goto'), url: fc.webUrl() }),
  fc.record({ tool: fc.constant('press'), key: fc.constantFrom('Enter', 'a') }),
  fc.constant({ tool: 'back' }),
)
const score = (predicted: ToolAction, gold: ToolAction) => matchAction(predicted, gold, PAGE).score

describe('matchAction', () => {
  test('gives the recorded action itself 1', () => {
    fc.assert(
      fc.property(recorded, (gold) => {
        expect(matchAction({ ...gold }, gold, PAGE)).toMatchObject({ score: 1, isMatch: true })
      }),
    )
  })

  test('gives nothing below a wrong type', () => {
    fc.assert(
      fc.property(recorded, recorded, (predicted, gold) => {
        fc.pre(predicted.tool !== gold.tool)
        expect(matchAction({ ...gold, tool: predicted.tool }, gold, PAGE)).toEqual({
          ...{ type: false, target: false, value: 0, score: 0, isMatch: false },
        })
      }),
    )
  })

  test('gives the value nothing where the target is wrong', () => {
    const gold = { tool: 'fill', ref: 'e8', text: 'lamp' }

    expect(matchAction({ ...gold, ref: 'e9' }, gold, PAGE)).toMatchObject({
      ...{ type: true, target: false, value: 0, score: TYPE_WEIGHT },
    })
    expect(score({ ...gold, text: 'vase' }, gold)).toBeGreaterThan(TYPE_WEIGHT)
  })

  test('never scores higher for one more error', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat(), { maxLength: 20 }), (text, places) => {
        const gold = { tool: 'type', ref: 'e8', text: text.join(' ') }
        const wrong: string[] = [...text]
        let before = 1
        for (const place of places) {
          wrong[place % wrong.length] = `x${place}`
          const now = score({ ...gold, text: wrong.join(' ') }, gold)
          expect(now).toBeLessThanOrEqual(before)
          before = now
        }
        const elsewhere = score({ ...gold, ref: 'e9', text: wrong.join(' ') }, gold)
        expect(elsewhere).toBeLessThanOrEqual(before)
        expect(score({ ...gold, tool: 'fill' }, gold)).toBeLessThanOrEqual(elsewhere)
      }),
    )
  })

  test('pays the commonest type alone less than half', () => {
    const golds = refs.map((ref): ToolAction => ({ tool: 'fill', ref, text: 'a word of its own' }))
    const guess = { tool: 'fill', ref: 'e2', text: '' }

    const blind = golds.map((gold) => score(guess, gold))
    const half = golds.map((gold, at) => (at % 2 === 0 ? 1 : score({ tool: 'back' }, gold)))

    expect(mean(blind)).toBeLessThan(mean(half))
  })

  test('takes another ref of the same element, but not the same button of another row', () => {
    const click = (ref: string) => ({ tool: 'click', ref })

    expect(matchAction(click('e11'), click('e1'), PAGE).isMatch).toBe(true)
    expect(matchAction(click('e7'), click('e4'), PAGE).isMatch).toBe(false)
    expect(matchAction(click('e10'), click('e9'), PAGE).isMatch).toBe(false)
    expect(matchAction(click('e99'), click('e98'), PAGE).isMatch).toBe(false)
  })

  test('takes a point that is near enough, an address written otherwise, and what goes without saying', () => {
    const pairs: readonly (readonly [ToolAction, ToolAction, boolean])[] = [
      [{ tool: 'click_at', x: 110, y: 100 }, { tool: 'click_at', x: 100, y: 100 }, true],
      [{ tool: 'click_at', x: 150, y: 100 }, { tool: 'click_at', x: 100, y: 100 }, false],
      [{ tool: 'goto', url: 'http://SHOP.test' }, { tool: 'goto', url: 'http://shop.test/' }, true],
      [
        { tool: 'goto', url: 'http://shop.test/a' },
        { tool: 'goto', url: 'http://shop.test/' },
        false,
      ],
      [{ tool: 'click', ref: 'e4', button: 'left' }, { tool: 'click', ref: 'e4' }, true],
      [{ tool: 'click', ref: 'e4', button: 'right' }, { tool: 'click', ref: 'e4' }, false],
      [{ tool: 'press', key: 'Enter', ref: 'e8' }, { tool: 'press', key: 'Enter' }, true],
      [{ tool: 'press', key: 'Enter', ref: 'e9' }, { tool: 'press', key: 'Enter' }, false],
      [
        { tool: 'fill', ref: 'e8', text: ' LAMP ' },
        { tool: 'fill', ref: 'e8', text: 'lamp' },
        true,
      ],
      [
        {
          tool: 'draw',
          points: [
            [0, 0],
            [90, 40],
            [50, 52],
          ],
        },
        {
          tool: 'draw',
          points: [
            [2, 1],
            [50, 50],
          ],
        },
        true,
      ],
    ]

    for (const [predicted, gold, isMatch] of pairs) {
      expect({ predicted, ...matchAction(predicted, gold, PAGE) }).toMatchObject({ isMatch })
    }
  })

  test('grades a long text, and lets it pass from the gate on', () => {
    const gold = { tool: 'say', text: 'the red lamp is to go to Ada in the north' }
    const near = { tool: 'say', text: 'the red lamp is to go to Ada, in the south' }
    const far = { tool: 'say', text: 'a blue vase goes to Bob' }

    expect(matchAction(near, gold, PAGE)).toMatchObject({ isMatch: true })
    expect(score(near, gold)).toBeLessThan(1)
    expect(matchAction(near, gold, PAGE, { valueGate: 0.95 })).toMatchObject({ isMatch: false })
    expect(matchAction(far, gold, PAGE)).toMatchObject({ isMatch: false, value: 0 })
  })

  test('counts words by their longest common order', () => {
    expect(rougeL('a b c d', 'a c b d')).toBe(0.75)
    expect(rougeL('', '')).toBe(1)
    expect(rougeL('a', '')).toBe(0)
  })
})

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
