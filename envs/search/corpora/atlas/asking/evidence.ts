import type { Entity, Question, Rubric } from '../../../questions/question.ts'
import { writePage } from '../pages/write-page.ts'
import { factOf } from '../pages/writer.ts'
import { isSame, type Ref } from '../world/entity.ts'
import type { World } from '../world/world.ts'
import { formsOf, type Hop, nameOf, type Posed } from './posed.ts'

/** A query that finds the page, and the words there that state the fact. */
export interface PathStep {
  readonly query: string
  readonly page: string
  readonly span: string
}

const pageOf = (world: World, { from, on }: Hop): number => world.pageOf(on ?? from)

/** The sentences of the pages that state each hop. @throws Error where a page does not: the generator is at fault. */
export function pathOf(world: World, { hops, answer }: Posed): readonly PathStep[] {
  return hops.map((hop) => {
    const written = writePage(world, pageOf(world, hop))
    const span = written.sentenceOf(factOf(hop.from, hop.fact))
    if (span === undefined) throw new Error(`${written.page.id} does not tell: ${hop.statement}`)
    const isAnswer = answer !== null && 'kind' in answer && isSame(answer, hop.from)
    // Who has to name the answer to find its page knew it before.
    const query =
      isAnswer && typeof hop.to !== 'string' ? nameOf(world, hop.to) : written.page.title
    return { query, page: written.page.id, span }
  })
}

/** What judges an answer: names, pages and facts. */
export function evidenceOf(
  world: World,
  posed: Posed,
): Pick<Question, 'answers' | 'support' | 'entities' | 'rubrics'> {
  const { answer, hops, named, text, untold } = posed
  const isRef = answer !== null && 'kind' in answer
  const rubrics = hops.map(
    (hop): Rubric => ({
      ...{ statement: hop.statement, page: `atlas-${pageOf(world, hop)}` },
      connects: [
        nameOf(world, hop.from),
        typeof hop.to === 'string' ? hop.to : nameOf(world, hop.to),
      ],
    }),
  )
  const pages = [...rubrics.map(({ page }) => page), ...(untold ? [world.idOf(untold.of)] : [])]
  return {
    answers: answer === null ? [] : isRef ? formsOf(world, answer) : answer,
    ...{ rubrics, support: [...new Set(pages)] },
    entities: entitiesOn(hops)
      .filter((ref) => !(isRef && isSame(ref, answer)))
      .filter((ref) => needsNaming(world, ref, named, hops, text))
      .map((ref): Entity => ({ ...world.naming.names(ref), page: world.idOf(ref) })),
  }
}

function entitiesOn(hops: readonly Hop[]): readonly Ref[] {
  const found: Ref[] = []
  for (const { from, to } of hops)
    for (const ref of typeof to === 'string' ? [from] : [from, to])
      if (!found.some((each) => isSame(each, ref))) found.push(ref)
  return found
}

/** What the question names by its title need not be found, unless a page may call it otherwise. */
function needsNaming(
  world: World,
  ref: Ref,
  named: readonly Ref[],
  hops: readonly Hop[],
  text: string,
): boolean {
  const isNamed = named.some((each) => isSame(each, ref))
  const isTarget = hops.some(({ to }) => typeof to !== 'string' && isSame(to, ref))
  return !isNamed || isTarget || !text.includes(nameOf(world, ref))
}
