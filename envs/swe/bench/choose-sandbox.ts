import { chooseSandbox, type SandboxChoice, type SandboxKind } from '../../../sandboxes/index.ts'
import { chooseHarborSandbox } from './harbor/index.ts'
import type { Language } from './parsers/index.ts'
import type { BenchTask } from './tasks.ts'

const INTERPRETERS: Readonly<Record<Language, readonly string[]>> = {
  python: ['python3'],
  javascript: ['node'],
  go: ['go'],
  rust: ['cargo'],
}

/** Where a task is played: an image of its own, or programs of this machine. */
export async function chooseBenchSandbox(
  kind: SandboxKind,
  task: BenchTask,
): Promise<SandboxChoice> {
  if (task.format === 'harbor') return chooseHarborSandbox(kind, task.task)
  const { instance, repository } = task.located
  if (repository.kind === 'image') return chooseSandbox({ kind, image: repository.image })
  const { language } = instance
  const commands = ['git', ...(language ? INTERPRETERS[language] : [])]
  const needs = { commands, processes: true }
  const { image } = instance
  if (image === undefined || kind === 'bubblewrap' || kind === 'process') {
    return chooseSandbox({ kind, needs })
  }
  // Beside a repository an image is a hint: what this machine has will do as well.
  if (kind !== 'auto') return chooseSandbox({ kind, image })
  return chooseSandbox({ kind, needs }).catch(() => chooseSandbox({ kind, image }))
}
