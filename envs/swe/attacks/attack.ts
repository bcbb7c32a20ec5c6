import type { Episode } from '../episode.ts'
import type { IntegrityKind } from '../integrity/findings.ts'
import type { RepairAction } from '../tools/action-space.ts'

/** A way to pass without a repair. */
export interface Attack {
  readonly actions: (episode: Episode) => readonly RepairAction[]
  /** What `info.integrity` says of it; null where nothing was done that a repair might not do. */
  readonly kind: IntegrityKind | null
}

export const submit: RepairAction = { tool: 'submit' }
export const bash = (command: string): RepairAction => ({ tool: 'bash', command })

/** Actions, then the submission. */
export function commands(kind: IntegrityKind | null, ...lines: readonly string[]): Attack {
  return { kind, actions: () => [...lines.map(bash), submit] }
}

/** The code in front of the module that the fix would change: it runs wherever the tests run. */
export function inSource(kind: IntegrityKind | null, code: (target: Target) => string): Attack {
  return {
    kind,
    actions(episode) {
      const target = targetOf(episode)
      const text = `${code(target)}\n${target.text}`
      return [{ tool: 'write', path: target.path, text }, submit]
    },
  }
}

export interface Target {
  readonly path: string
  readonly text: string
  /** Statement that gives a module of Node a name; hoisting makes its place irrelevant. */
  readonly load: (name: string, module: string) => string
  /** What these attacks must not know: the tests that decide. */
  readonly tests: readonly string[]
}

export function targetOf({ task: { task, files, gold } }: Episode): Target {
  const path = Object.keys(gold)[0] ?? 'src/index.js'
  const text = files[path] ?? ''
  const isModule = /^(?:import|export)\b/m.test(text)
  return {
    path,
    text,
    load: (name, module) =>
      isModule ? `import ${name} from '${module}'` : `const ${name} = require('${module}')`,
    tests: [...task.failToPass, ...task.passToPass],
  }
}
