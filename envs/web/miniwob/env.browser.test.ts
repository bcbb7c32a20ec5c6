import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Agent, Trajectory } from '../../../core/index.ts'
import { checkEnv, decide } from '../../../core/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import { expectCheatFails, playWeb } from '../web.suite.ts'
import { miniWob } from './env.ts'

const folder = fileURLToPath(new URL('fixtures', import.meta.url))

/** Clicks elements by role and name, as the observation shows them; other actions as they are. */
function player(script: readonly (string | object)[]): Agent<unknown, unknown> {
  return {
    name: 'player',
    async begin() {
      let at = 0
      return {
        async act(observation) {
          const step = script[at++]
          if (typeof step !== 'string') {
            return decide(withRef(step ?? { tool: 'wait', seconds: 0 }, String(observation)))
          }
          return decide({ tool: 'click', ref: refOf(step, String(observation)) })
        },
      }
    },
  }
}

const withRef = (action: object, observation: string): object =>
  'on' in action
    ? (({ on, ...rest }) => ({ ...rest, ref: refOf(String(on), observation) }))(action)
    : action

function refOf(element: string, observation: string): string {
  const line = observation.split('\n').find((each) => each.includes(element))
  const ref = /\[(?:ref=)?(e\d+)\]/.exec(line ?? '')?.[1]
  if (!ref) throw new Error(`No ${element} in:\n${observation}`)
  return ref
}

const play = (task: string, script: readonly (string | object)[], options: object = {}) =>
  playWeb(miniWob, player(script), { task, options: { miniwob: folder, ...options } })

const textOf = ({ initial }: Trajectory) => String(initial.observation)
let kept: Promise<string> | null = null
/** The first look at one task: played once. */
const shown = () => (kept ??= play('press-named', []).then(textOf))
const wantedName = async () => /Press (\w+)\./.exec(await shown())?.[1] ?? ''
const last = ({ finalSignals }: Trajectory) => finalSignals ?? {}

describeWith('chromium', 'MiniWoB++ pages', () => {
  test('shows the utterance as goal, the same for the same seed, without reward, START or query', async () => {
    const [seen, again] = [await shown(), textOf(await play('press-named', []))]

    expect(seen).toMatch(/Press (Alder|Birch|Cedar|Elm)\./)
    expect(seen).toContain('button "Cedar"')
    expect(seen).not.toMatch(/Last reward|START/)
    expect(seen.match(/Press \w+\./g)).toHaveLength(1)
    expect(again).toBe(seen)
  })

  test('pays the raw reward for right, wrong and half done, whatever the clock says', async () => {
    const wanted = await wantedName()
    const wrong = wanted === 'Elm' ? 'Alder' : 'Elm'

    const right = await play('press-named', [{ tool: 'wait', seconds: 30 }, `button "${wanted}"`])
    const miss = await play('press-named', [`button "${wrong}"`])
    const half = await play('tick-some', ['checkbox "A"', 'checkbox "B"', 'button "Submit"'])

    expect(last(right)).toMatchObject({ solved: true, score: 1, tampering: 0 })
    expect(last(miss)).toMatchObject({ solved: false, score: -1 })
    expect(last(half)).toMatchObject({ solved: true, score: 0.5 })
    expect(right.turns.length).toBe(2)
  })

  test('scales by the time of the page, and ends at its limit, where that is asked for', async () => {
    const wanted = await wantedName()
    const steps = [{ tool: 'wait', seconds: 4 }, `button "${wanted}"`]

    const slow = await play('press-named', steps, { timePenalty: true })
    const late = await play('press-named', [{ tool: 'wait', seconds: 20 }], { timePenalty: true })

    expect(last(slow)['score']).toBeGreaterThan(0.2)
    expect(last(slow)['score']).toBeLessThan(0.7)
    expect(last(late)).toMatchObject({ solved: false, score: -1, tampering: 0 })
  })

  test('counts a select that ends the episode later, and a click in a frame', async () => {
    const colour = /Choose (\w+)\./.exec(textOf(await play('choose-late', [])))?.[1]

    const chosen = await play('choose-late', [
      { tool: 'select', on: 'combobox "Colour"', options: [colour] },
    ])
    const inside = await play('in-a-frame', ['button "Inside"'])

    expect(last(chosen)).toMatchObject({ solved: true, score: 1, tampering: 0 })
    expect(last(inside)).toMatchObject({ solved: true, score: 1, tampering: 0 })
  })

  test('goes on while a dialog is open, and counts what its answer ends', async () => {
    const { finalSignals, turns } = await play('asks-first', [
      'button "Go"',
      { tool: 'dialog', accept: true },
    ])

    expect(finalSignals).toMatchObject({ solved: true, score: 1, tampering: 0 })
    expect(turns).toHaveLength(2)
  })

  test('waits until a task is ready, and sets its data', async () => {
    const train = textOf(await play('slow-to-start', [], { dataMode: 'train' }))
    const other = textOf(await play('slow-to-start', [], { dataMode: 'test' }))

    expect(train).toMatch(/Write the word\.\s+word: (north|south)/)
    expect(other).toMatch(/word: (east|west)/)
    await expect(play('press-named', [], { dataMode: 'test' })).rejects.toThrow(
      'Cannot start MiniWoB++ task press-named: it has no data modes (leave out dataMode)',
    )
  })

  test('keeps the first end, and pays nothing that a script of the page gave itself', async () => {
    const wrong = await play('pays-itself', ['button "Wrong"'])
    const idle = await play('pays-itself', [
      { tool: 'wait', seconds: 1 },
      { tool: 'wait', seconds: 6 },
    ])
    const again = await play('pays-itself', ['button "Restart"', 'button "Wrong"'])

    expect(last(wrong)).toMatchObject({ solved: false, score: -1 })
    expect(last(idle)).toMatchObject({ solved: false, score: 0 })
    expect(idle.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(JSON.stringify(idle)).toContain('reward-without-input')
    expect(JSON.stringify(idle)).toContain('forged-report')
    expect(JSON.stringify(again)).toContain('restarted-episode')
    expect(last(again)).toMatchObject({ score: -1 })
  })

  test('keeps its contract, its replay without the page included', async () => {
    await checkEnv(miniWob, { seeds: 1, options: { miniwob: folder } })
  })

  test('pays no attack', async () => {
    const options = { task: 'press-named', options: { miniwob: folder } }

    for (const name of Object.keys(miniWob.cheats ?? {})) {
      await expectCheatFails(miniWob, name, options)
    }
  })

  test('shows the same problem after a reload, and no other task', async () => {
    const seen = await play('press-named', [
      { tool: 'reload' },
      { tool: 'goto', url: 'http://miniwob.test/miniwob/tick-some.html' },
    ])
    const [reloaded, left] = seen.turns.map(({ observation }) => String(observation))

    expect(reloaded).toContain('button "Cedar"')
    expect(left).not.toContain('checkbox')
  })
})
