import { type Agent, type AnyDef, decide } from '../../../core/index.ts'
import type { RecordedCase } from '../../../test/replay/recorded-case.ts'
import { nameFile } from './env.ts'

interface Command {
  readonly command: string
}

/** Runs these commands one after another; `NAME` in them is the name that is asked for. */
export function shelling(...commands: readonly string[]): Agent<string, Command> {
  return {
    name: 'shelling',
    async begin() {
      const left = [...commands]
      let name = ''
      return {
        async act(observation) {
          name ||= /"(.+)"/.exec(observation)?.[1] ?? ''
          return decide({ command: (left.shift() ?? 'true').replaceAll('NAME', name) })
        },
      }
    },
  }
}

/** Looks around, takes a wrong way, and finds the right one. */
export const commands = [
  'ls -a; cat name.txt',
  'echo "I am NAME" > name.txt',
  'echo NAME > name.txt',
]

export const nameFileCase: RecordedCase = {
  name: 'name-file',
  env: nameFile as AnyDef,
  agent: shelling(...commands),
  seed: 7,
}
