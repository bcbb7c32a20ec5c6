import type { Entity, Question, Rubric } from '../questions/question.ts'
import { mentions, normalise } from './normalise.ts'

/** A span that the agent cited; `read`: it had opened the page before. */
export interface Citation {
  readonly page: string
  readonly title: string
  readonly span: string
  readonly read: boolean
}

export interface ChainJudgement {
  /** Share of citations that prove something the answer needs. */
  readonly citationPrecision: number
  /** Share of rubrics (of supporting pages, where there are none) that a citation proves. */
  readonly citationRecall: number
  /** Whether proven rubrics lead from a name in the question to the answer. */
  readonly connected: boolean
  /** Share of rubrics that are identified, cited and connected to the answer. */
  readonly rubricShare: number
}

/**
 * Follows the evidence from what was cited to the answer: a rubric counts where a citation proves it, all its
 * names are identified, and proven rubrics join it to the answer (CaRR, "Chaining the Evidence"; as there, but
 * by names, without a judge).
 */
export function judgeChain(question: Question, citations: readonly Citation[]): ChainJudgement {
  const read = citations.filter((citation) => citation.read)
  const { rubrics, support } = question
  if (rubrics.length === 0) return judgePages(support, citations, read)
  const formsOf = namer(question)
  const proves = (citation: Citation, rubric: Rubric) => isProof(citation, rubric, formsOf)
  const cited = rubrics.filter((rubric) => read.some((citation) => proves(citation, rubric)))
  const said = normalise(
    [question.question, ...read.flatMap(({ title, span }) => [title, span])].join(' . '),
  )
  const proven = cited.filter(({ connects }) =>
    connects.every((name) => formsOf(name).some((form) => mentions(said, form))),
  )
  const reached = reachable(proven, answerNames(question, formsOf), formsOf)
  return {
    citationPrecision: share(
      read.filter((citation) => rubrics.some((rubric) => proves(citation, rubric))).length,
      citations.length,
    ),
    citationRecall: share(cited.length, rubrics.length),
    connected: reached.some(({ connects }) => connects.some(inQuestion(question, formsOf))),
    rubricShare: share(reached.length, rubrics.length),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function judgePages(
  support: readonly string[],
  citations: readonly Citation[],
  read: readonly Citation[],
): ChainJudgement {
  const pages = new Set(read.map(({ page }) => page))
  const right = read.filter(({ page }) => support.includes(page)).length
  const recall = share(support.filter((page) => pages.has(page)).length, support.length)
  return {
    citationPrecision: share(right, citations.length),
    citationRecall: recall,
    connected: support.length > 0 && recall === 1,
    rubricShare: recall,
  }
}

export type Forms = (name: string) => readonly string[]

/** All normalised forms of a name, by the aliases that the question brings. */
export function namer({ entities, answers }: Question): Forms {
  const sets = [...entities.map(namesOf), answers.map(normalise)]
  const known = new Map<string, readonly string[]>()
  return (name) => {
    const normal = normalise(name)
    const found = known.get(normal) ?? sets.find((set) => set.includes(normal)) ?? [normal]
    known.set(normal, found)
    return found
  }
}

export const namesOf = ({ name, aliases }: Entity): readonly string[] =>
  [name, ...aliases].map(normalise)

/** What the page connects its own subject to; all of it where that is nothing else. */
export function namesIn({ connects }: Rubric, title: string, formsOf: Forms): readonly string[] {
  const own = formsOf(title)
  const others = connects.filter((name) => !own.includes(normalise(name)))
  return others.length > 0 ? others : connects
}

/** A span of the rubric's page that mentions what the page is connected to: its own title proves nothing. */
function isProof({ page, title, span }: Citation, rubric: Rubric, formsOf: Forms): boolean {
  if (page !== rubric.page) return false
  const normal = normalise(span)
  return namesIn(rubric, title, formsOf).every((name) =>
    formsOf(name).some((form) => mentions(normal, form)),
  )
}

/** The names in the last rubric that are the answer; where none is (a count), all of it. */
function answerNames({ rubrics, answers }: Question, formsOf: Forms): readonly string[] {
  const last = rubrics.at(-1)?.connects ?? []
  const gold = answers.map(normalise)
  const named = last.filter((name) => formsOf(name).some((form) => gold.includes(form)))
  return named.length > 0 ? named : last
}

const inQuestion = ({ question }: Question, formsOf: Forms) => {
  const normal = normalise(question)
  return (name: string) => formsOf(name).some((form) => mentions(normal, form))
}

/** The rubrics that a breadth-first search over shared names reaches from the answer. */
function reachable(
  proven: readonly Rubric[],
  from: readonly string[],
  formsOf: Forms,
): readonly Rubric[] {
  const key = (name: string) => formsOf(name)[0] ?? ''
  const seen = new Set(from.map(key))
  const reached = new Set<Rubric>()
  for (let grown = true; grown; ) {
    grown = false
    for (const rubric of proven) {
      if (reached.has(rubric) || !rubric.connects.some((name) => seen.has(key(name)))) continue
      reached.add(rubric)
      for (const name of rubric.connects) seen.add(key(name))
      grown = true
    }
  }
  return [...reached]
}
