import type { Judgement } from '../world.ts'
import type { Fields, MicroTask } from './kind.ts'
import type { MicroServer } from './server.ts'

/** From what the server was sent, or what the agent said. */
export function judgeMicro(
  task: MicroTask,
  { sent, draft, reached, integrity }: MicroServer,
  answer: string | null,
): Judgement {
  const { expected = {}, milestones = [] } = task
  const names = Object.keys(expected).filter((name) => expected[name] !== '')
  const held = sent ?? draft
  const right = names.filter((name) => same(held, expected, name))
  const said = task.answer !== undefined && answer !== null && sameAnswer(answer, task.answer)
  const isRight = task.isRight ?? ((fields: Fields) => hasAll(fields, expected))
  const solved = task.answer === undefined ? sent !== null && isRight(sent) : said
  return {
    solved,
    ended: sent !== null,
    subgoals: {
      ...Object.fromEntries(milestones.map((name) => [name, reached.has(name)])),
      ...Object.fromEntries(names.map((name) => [name, right.includes(name)])),
      [task.answer === undefined ? 'sent right' : 'answered right']: solved,
    },
    fields: names.length === 0 ? 0 : right.length / names.length,
    integrity,
  }
}

const same = (fields: Fields, expected: Fields, name: string) =>
  (fields[name] ?? '').trim() === expected[name]
const hasAll = (fields: Fields, expected: Fields) =>
  Object.keys(expected).every((name) => same(fields, expected, name))

/** Without what people add around an answer: case, a currency sign, a full stop. */
const sameAnswer = (said: string, wanted: string) => plain(said) === plain(wanted)
const plain = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^["'$]+|["'.]+$/g, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
