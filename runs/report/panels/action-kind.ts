import type { Json } from '../../../core/index.ts'

/** Names that say which of several things an action is. */
const discriminators = ['tool', 'type', 'action', 'name'] as const
const LONGEST = 40
/** Programs written whole into a command may be long: its first words tell. */
const READ = 2000

export interface ActionKind {
  readonly kind: string
  /** `bash: node`, where the action is a command. */
  readonly program: string | null
}

/** What sort of action it is, whatever the env: the figures of actions are counted by it. */
export function actionKind(action: Json): ActionKind {
  if (action === null || typeof action !== 'object')
    return plain(action === null ? 'null' : typeof action)
  if (Array.isArray(action)) return plain('list')
  const fields = action as Readonly<Record<string, Json | undefined>>
  const name = discriminators.map((field) => fields[field]).find((value) => isName(value))
  const kind = typeof name === 'string' ? name.slice(0, LONGEST) : 'object'
  const { command } = fields
  const program = typeof command === 'string' ? programOf(command) : null
  return { kind, program: program === null ? null : `${kind}: ${program}` }
}

const plain = (kind: string): ActionKind => ({
  kind: kind === 'string' ? 'text' : kind,
  program: null,
})
const isName = (value: Json | undefined) => typeof value === 'string' && value.trim() !== ''

/** The first program of a shell command: past variables that are set and folders that are entered. */
function programOf(command: string): string | null {
  const said = command
    .slice(0, READ)
    .replace(/^(?:\s*#[^\n]*\n|\s+)*/, '')
    .replace(/^(?:cd\s+[^\s;&|]+\s*(?:&&|;|\n)\s*|[A-Za-z_]\w*=[^\s;]*\s+)*/, '')
  const word = /^[^\s;|&<>()]+/.exec(said)?.[0]
  return word ? (word.split('/').at(-1) || word).slice(0, LONGEST) : null
}
