import { expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { expectCheatFails, expectGold, expectNullFails } from '../web.suite.ts'
import { definePage } from './define-page.ts'
import { guestBook } from './guest-book.suite.ts'

describeWith('chromium', 'a page task of a user', () => {
  test('is solved by its solution, and by nothing in the page alone', async () => {
    await expectGold(guestBook, {})
    await expectNullFails(guestBook, {})
    await expectCheatFails(guestBook, 'write it into the page', {})
  })

  test('is set up before it is shown, and judged by an isolated look into the page', async () => {
    const look = definePage({
      id: 'my/Look-v0',
      open: ({ rng }) => ({ word: rng.pick(['north', 'south']), visits: 0 }),
      url: 'http://look.test/',
      goal: ({ word }) => `Tick the box of ${word}.`,
      site: (state) => ({
        'look.test': {
          fetch(request) {
            if (new URL(request.url).pathname === '/') state.visits++
            const page = `<title>Look</title><label><input type="checkbox" id="box">${state.word}</label>
<script>document.querySelector = () => ({ checked: true })</script>`
            return new Response(page, { headers: { 'content-type': 'text/html' } })
          },
        },
      }),
      setup: async (session) => {
        await session.act({ tool: 'reload' })
      },
      validate: async (session, { state }) => ({
        solved:
          state.visits === 2 &&
          (await session.evaluateIsolated<boolean>("document.querySelector('#box').checked")),
        subgoals: { visited: state.visits === 2 },
      }),
      gold: ({ word }) => [{ on: { role: 'checkbox', name: word }, do: 'check' }],
    })

    await expectGold(look, {})
    const idle = await expectNullFails(look, {})

    expect(idle.finalSignals).toMatchObject({ progress: 1, solved: false })
  })
})
