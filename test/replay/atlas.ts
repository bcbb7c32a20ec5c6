import { z } from 'zod'
import { defineEnv, text, tools } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'

const COUNTRIES = ['andorra', 'bhutan', 'chad'] as const

/** Where the atlas is looked up: a server of the tests'. */
export const ATLAS = 'http://127.0.0.1:38918'

/** Find out a capital; the tool is a server that is asked over HTTP. */
export const atlas = defineEnv({
  id: 'test/Atlas-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: tools({
    search: z.object({ query: z.string() }),
    answer: z.object({ capital: z.string() }),
  }),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 6,

  reset({ rng }) {
    const country = rng.pick(COUNTRIES)
    return { state: { country }, observation: `What is the capital of ${country}?` }
  },

  async step({ country }, action, { signal }) {
    if (action.tool === 'search') {
      const response = await fetch(`${ATLAS}/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: action.query }),
        signal: signal ?? null,
      })
      const said = await response.text()
      return { observation: `${response.status}: ${said}`, signals: { solved: false } }
    }
    const response = await fetch(`${ATLAS}/capitals/${country}`, { signal: signal ?? null })
    const { capital } = z.object({ capital: z.string() }).parse(await response.json())
    const right = capital.toLowerCase() === action.capital.toLowerCase()
    return { observation: right ? 'Yes.' : 'No.', signals: { solved: right }, terminated: true }
  },
})
