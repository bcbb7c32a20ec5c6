import { ConfigError } from '../core/index.ts'

/** The files of a new env, by name: an env that passes `palaestra check`, and its test. */
export function scaffold(name: string): Readonly<Record<string, string>> {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  if (!/^[A-Z][A-Za-z0-9]*$/.test(pascal)) {
    throw new ConfigError(
      `Cannot name an env after ${JSON.stringify(name)}: the name begins with no letter (try my-env)`,
    )
  }
  const exported = pascal.charAt(0).toLowerCase() + pascal.slice(1)
  return { 'env.ts': envSource(pascal, exported), 'env.test.ts': testSource(exported) }
}

function envSource(pascal: string, exported: string): string {
  return `import { defineEnv, text } from 'palaestra'
import { progress, solved, weighted } from 'palaestra/rewards'

const WORDS = ['amphora', 'discus', 'laurel', 'marble', 'olive']

type State = { word: string; known: number }

/** The agent must spell a word backwards, one letter a step. */
export const ${exported} = defineEnv({
  id: 'my/${pascal}-v0',
  description: 'Spell a word backwards, one letter a step.',
  state: 'data',
  observationSpace: text(),
  actionSpace: text({ minLength: 1, maxLength: 1, charset: 'abcdefghijklmnopqrstuvwxyz' }),
  // What happened -> what it is worth. The first preset is the default.
  rewards: {
    sparse: solved(),
    dense: weighted({ solved: [1, solved()], letters: [0.5, progress()] }),
  },
  maxEpisodeSteps: 20,

  reset({ rng }) {
    const state: State = { word: rng.pick(WORDS), known: 0 }
    return {
      state,
      observation: \`Spell "\${state.word}" backwards, one letter a step.\`,
      signals: { solved: false, progress: 0 },
    }
  },

  step(state, action) {
    if (action === nextLetter(state)) state.known++
    const done = state.known === state.word.length
    return {
      observation: \`\${state.known} of \${state.word.length} letters are right so far.\`,
      signals: { solved: done, progress: state.known / state.word.length },
      terminated: done,
    }
  },

  // A solution: it proves that the task can be done. \`palaestra check\` plays it.
  gold: ({ word }) => [...word].reverse(),
  // Attacks that must not pay.
  cheats: { 'one letter only': () => Array.from({ length: 20 }, () => 'a') },
})

function nextLetter({ word, known }: State): string | undefined {
  return word.at(-1 - known)
}
`
}

function testSource(exported: string): string {
  return `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkEnv, make } from 'palaestra'
import { ${exported} } from './env.ts'

test('holds what it declares', async () => {
  await checkEnv(${exported})
})

test('pays 1 for the last letter and nothing before', async () => {
  await using env = await make(${exported})
  const { observation } = await env.reset({ seed: 7 })
  const letters = [...(/"(.+)"/.exec(observation)?.[1] ?? '')].reverse()

  const rewards: number[] = []
  for (const letter of letters) rewards.push((await env.step(letter)).reward)

  assert.deepEqual(rewards, [...letters.slice(1).map(() => 0), 1])
})
`
}
