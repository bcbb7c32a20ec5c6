import type { Plan } from './call.ts'
import type { Conclusion } from './conclusion.ts'
import type { Desk } from './desk.ts'
import { kindOf } from './kinds.ts'
import { bareTitle, isSameName } from './names.ts'
import { overlapOf } from './overlap.ts'
import { isInTime } from './period.ts'
import type { Asked } from './question.ts'
import type { SeenHit } from './seen.ts'

const HITS = 20

/** Counts the pages whose subject is what is asked for, and that say so of all names of the question. */
export function* countPages(asked: Asked, desk: Desk): Plan<Conclusion | null> {
  const { noun, names, words } = asked
  if (noun === null || names.length === 0) return null
  const told = [...names, ...words].map(({ text }) => text)
  const hits = yield* desk.search(told.join(' '), HITS)
  const listed = yield* countList(hits, asked, desk)
  if (listed) return listed
  const others = words.filter((word) => word !== noun)
  const counted = new Map<string, Conclusion['evidence'][number]>()
  for (const { page: id, snippet } of hits) {
    if (overlapOf(snippet, asked).names.size < names.length) continue
    const page = yield* desk.open(id)
    if (!page) continue
    const kinds = kindOf(page)
    if (!kinds.some(({ stem }) => stem === noun.stem)) continue
    const proof = page.sentences.find(({ text }) => {
      const {
        names: named,
        words: said,
        isOtherTime,
      } = overlapOf(text, { ...asked, words: others })
      return named.size === names.length && said.size > 0 && !isOtherTime
    })
    if (proof) counted.set(bareTitle(page.title), { page: id, span: proof.text })
  }
  if (counted.size === 0) return null
  return { text: `${counted.size}`, evidence: [...counted.values()] }
}

/** A page that says it is a list of what is asked for has a sentence for each. */
function* countList(hits: readonly SeenHit[], asked: Asked, desk: Desk): Plan<Conclusion | null> {
  const isList = ({ title, snippet }: SeenHit) =>
    /\blists?\b/i.test(`${title} ${snippet}`) &&
    overlapOf(title, asked).names.size === asked.names.length &&
    !asked.names.some(({ text }) => isSameName(text, title))
  const hit = hits.find(isList)
  const page = hit && (yield* desk.open(hit.page))
  const [opening, ...rest] = page?.sentences ?? []
  if (!page || !opening) return null
  const items = rest.filter(({ heading }) => !/^(?:see also|notes?)$/i.test(heading))
  const counted = items.filter(({ text }) => isInTime(text, asked.text))
  return {
    text: `${counted.length}`,
    evidence: [opening, ...counted].map(({ text }) => ({ page: page.id, span: text })),
  }
}
