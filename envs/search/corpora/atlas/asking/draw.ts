import { ConfigError, createRng, deriveSeed } from '../../../../../core/index.ts'
import { type Split, splitOf, splits } from '../../../../split-tasks.ts'
import { mentions, normalise } from '../../../judge/normalise.ts'
import type { World } from '../world/world.ts'
import { posers } from './kinds.ts'
import { formsOf, nameOf, type Posed } from './posed.ts'

/** So many candidates in a row without a new question: a small world has told all it can. */
const GIVE_UP = 3000

/** Questions of one kind by split. */
interface Drawn {
  next: number
  barren: number
  readonly texts: Set<string>
  readonly bySplit: Readonly<Record<Split, Posed[]>>
}

type Draw = (kind: string, split: Split, index: number) => Posed

/** Below that many pages it may happen that all answers of a kind fall into one split. */
const SMALL = 4000
/** Ways to divide a small world that are tried. */
const DIVISIONS = 20

/** Draws questions, so that the order in which they are asked for does not matter. */
export function createDraw(world: World): Draw {
  let found: Draw | undefined
  return (kind, split, index) => {
    found ??= world.pages < SMALL ? complete(world) : drawFrom(world, 0)
    return found(kind, split, index)
  }
}

/** The first division of the answers over splits that leaves no kind without questions in any. */
function complete(world: World): Draw {
  for (let division = 0; division < DIVISIONS; division++) {
    const draw = drawFrom(world, division)
    if (posers.every(({ name }) => splits.every((split) => hasAny(draw, name, split)))) return draw
  }
  return drawFrom(world, 0)
}

function hasAny(draw: Draw, name: string, split: Split): boolean {
  try {
    draw(name, split, 0)
    return true
  } catch (cause) {
    if (cause instanceof ConfigError) return false
    throw cause
  }
}

/** What was drawn is kept: each question of a kind comes once, in the order of candidates. */
function drawFrom(world: World, division: number): Draw {
  const kinds = new Map<string, Drawn>()

  function grow(drawn: Drawn, name: string): void {
    const poser = posers.find((each) => each.name === name)
    const rng = createRng(deriveSeed(world.seed, 'atlas question', name, drawn.next++))
    const posed = poser?.pose(world, rng)
    drawn.barren++
    if (!posed || drawn.texts.has(posed.text) || tellsTooMuch(world, posed)) return
    drawn.texts.add(posed.text)
    const content = ['atlas', world.pages, world.seed, division, posed.about]
    drawn.bySplit[splitOf(content)].push(posed)
    drawn.barren = 0
  }

  return (name, split, index) => {
    const drawn: Drawn = kinds.get(name) ?? {
      ...{ next: 0, barren: 0, texts: new Set() },
      bySplit: { train: [], validation: [], test: [] },
    }
    kinds.set(name, drawn)
    const list = drawn.bySplit[split]
    while (list.length <= index && drawn.barren < GIVE_UP) grow(drawn, name)
    // A small world that has told all repeats itself.
    const posed = list[index % Math.max(1, list.length)]
    if (!posed) throw new ConfigError(noneMessage(world, name, split))
    return posed
  }
}

const noneMessage = ({ pages, seed }: World, name: string, split: Split) =>
  posers.some((each) => each.name === name) && splits.includes(split)
    ? `Cannot ask ${name} in split ${split}: the ${pages} pages of seed ${seed} hold none (ask for more pages, or another seed)`
    : `Cannot ask ${name}: there is no such kind (use one of ${posers.map((each) => each.name).join(', ')})`

/** Whether the question names its answer, or what has to be found on the way. */
function tellsTooMuch(world: World, { text, answer, named, hops }: Posed): boolean {
  const asked = normalise(text)
  const holds = (form: string) => mentions(asked, normalise(form))
  const answers = answer === null ? [] : 'kind' in answer ? formsOf(world, answer) : answer
  if (answers.some(holds)) return true
  const isNamed = (kind: string, index: number) =>
    named.some((ref) => ref.kind === kind && ref.index === index)
  return hops.some(
    ({ to }) => typeof to !== 'string' && !isNamed(to.kind, to.index) && holds(nameOf(world, to)),
  )
}
