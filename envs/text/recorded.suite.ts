import { type Agent, AgentError, type AnyDef, decide } from '../../core/index.ts'
import type { RecordedCase } from '../../test/replay/recorded-case.ts'
import { nimEnv } from './nim/env.ts'

/** Says something nobody understands first, then follows the env's own solution. */
const stumbling: Agent<string, string> = {
  name: 'stumbling',
  async begin({ gold, spec }) {
    if (!gold) throw new AgentError(`Cannot follow ${spec.id}: it declares no solution`)
    const plan = gold()
    let hasStumbled = false
    return {
      async act() {
        if (hasStumbled) return decide((await plan()) ?? 'nothing more')
        hasStumbled = true
        return decide('xyzzy')
      },
    }
  },
}

const textCase = (name: string, env: unknown, more: Partial<RecordedCase> = {}): RecordedCase => ({
  name: `text-${name}`,
  env: env as AnyDef,
  agent: stumbling,
  seed: 6,
  ...more,
})

/** An episode of each text env; text/GuessNumber-v0 has its own. */
export const textCases: readonly RecordedCase[] = [textCase('nim', nimEnv)]
