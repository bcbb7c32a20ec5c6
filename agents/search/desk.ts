import type { Plan } from './call.ts'
import { bareTitle, isSameName, type NameLore, namesIn } from './names.ts'
import type { Seen, SeenHit } from './seen.ts'
import { isAliasing, isInstruction, type Sentence, sentencesOf } from './sentences.ts'
import { hasName, wordsOf } from './words.ts'

/** A page as far as it was read. */
export interface ReadPage {
  readonly id: string
  readonly title: string
  readonly date: string
  readonly sentences: readonly Sentence[]
}

/** All that was found and read in an episode. */
export interface Desk {
  readonly lore: NameLore
  /** Pages that were opened, by id. */
  readonly pages: ReadonlyMap<string, ReadPage>
  search(query: string, k: number): Plan<readonly SeenHit[]>
  /** A page; null where the budget is spent, or what it says is for the reader to obey. */
  open(id: string): Plan<ReadPage | null>
  /** Pages about what has this name: by title, else those that mention it early. */
  pagesAbout(name: string, most: number, hints?: string): Plan<readonly ReadPage[]>
  /** How much a word tells: the fewer of the texts seen have it, the more. */
  weightOf(stem: string): number
  canGoOn(): boolean
}

const MOST_PARTS = 3
const NAME_HITS = 12
const MORE_HITS = 20

export function openDesk(first: Seen): Desk {
  const pages = new Map<string, ReadPage>()
  const queries = new Map<string, readonly SeenHit[]>()
  const titles = new Set<string>()
  const lowers = new Set<string>()
  const texts = new Map<string, ReadonlySet<string>>()
  let now = first

  const lore: NameLore = {
    get titles() {
      return [...titles]
    },
    isPlain: (word) => lowers.has(word),
  }
  const learn = (key: string, text: string) => {
    const words = wordsOf(text)
    for (const { text: word } of words) if (word === word.toLowerCase()) lowers.add(word)
    texts.set(key, new Set(words.map(({ stem }) => stem)))
  }
  const canGoOn = () => now.budget.calls > 0 && now.budget.tokens > 0

  function* search(query: string, k: number): Plan<readonly SeenHit[]> {
    const known = queries.get(`${k} ${query}`)
    if (known) return known
    if (!canGoOn() || query.trim() === '') return []
    const before = now
    now = yield { tool: 'search', query, k }
    // Where a query that quotes is only flagged, the hits are its own.
    const isRefused =
      now.blockedQueries > before.blockedQueries && isSameList(now.hits, before.hits)
    const hits = isRefused ? [] : now.hits
    for (const { page, title, snippet } of hits) {
      titles.add(title)
      if (!texts.has(page)) learn(page, `${title} ${snippet}`)
    }
    queries.set(`${k} ${query}`, hits)
    return hits
  }

  function* open(id: string): Plan<ReadPage | null> {
    const known = pages.get(id)
    if (known) return known
    const texts: string[] = []
    let about: Seen['reading'] = null
    for (let part = 1; part <= (about?.parts ?? 1) && part <= MOST_PARTS && canGoOn(); part++) {
      now = yield { tool: 'open', page: id, ...(part === 1 ? {} : { part }) }
      if (now.reading?.page !== id || now.reading.part !== part) break
      about = now.reading
      texts.push(about.text)
    }
    if (about === null) return null
    const { title, date } = about
    const text = texts.join('')
    learn(id, `${title} ${text}`)
    titles.add(title)
    const sentences = sentencesOf(text).filter((sentence) => !isInstruction(sentence.text))
    const page = { id, title, date: date ?? '', sentences }
    pages.set(id, page)
    return page
  }

  function* pagesAbout(name: string, most: number, hints = ''): Plan<readonly ReadPage[]> {
    const isTitled = ({ title }: SeenHit) => isSameName(title, name)
    const isCalled = ({ snippet }: SeenHit) =>
      sentencesOf(snippet).some(
        ({ text }) =>
          isAliasing(text) && namesIn(text, lore).some((found) => isSameName(found.text, name)),
      )
    let hits = yield* search(name, NAME_HITS)
    // Pages of one time only may stand before the page itself, or it has another title.
    if (!hits.some(isTitled)) {
      hits = [...hits, ...(yield* search(`${name} known called name`, MORE_HITS))]
    }
    const isSame = ({ title }: SeenHit) => isSameName(bareTitle(title), name)
    if (!hits.some((hit) => isSame(hit) || isCalled(hit)) && hints !== '') {
      hits = [...hits, ...(yield* search(`${name} ${hints}`, MORE_HITS))]
    }
    const rank = (hit: SeenHit) =>
      timeliness(hit, hints) * 4 + (isTitled(hit) ? 3 : isCalled(hit) ? 2 : isSame(hit) ? 1 : 0)
    const unique = uniqueHits(hits)
    const about = unique.filter((hit) => isSame(hit) || isCalled(hit))
    about.sort((a, b) => rank(b) - rank(a) || (b.date ?? '').localeCompare(a.date ?? ''))
    // "The River Oss" is the Oss.
    const within = unique.filter(({ title }) => hasName(name, bareTitle(title)))
    const near = unique.filter(({ title, snippet }) => hasName(`${title} ${snippet}`, name))
    const chosen = about.length > 0 ? about : within.length > 0 ? within : near.slice(0, 2)
    const found: ReadPage[] = []
    for (const { page } of chosen.slice(0, most)) {
      const read = yield* open(page)
      if (read) found.push(read)
    }
    return found
  }

  return {
    lore,
    pages,
    search,
    open,
    pagesAbout,
    weightOf(stem) {
      let count = 0
      for (const stems of texts.values()) if (stems.has(stem)) count++
      return Math.log(1 + (texts.size + 1) / (count + 1))
    },
    canGoOn,
  }
}

const uniqueHits = (hits: readonly SeenHit[]): SeenHit[] =>
  hits.filter(({ page }, index) => hits.findIndex((one) => one.page === page) === index)

/** Whether a title names the year that is asked for. */
const timeliness = ({ title }: SeenHit, hints: string): number =>
  (title.match(/\b\d{3,4}\b/g) ?? []).some((year) => hints.includes(year)) ? 1 : 0

const isSameList = (one: readonly SeenHit[], other: readonly SeenHit[]): boolean =>
  one.length === other.length && one.every(({ page }, index) => page === other[index]?.page)
