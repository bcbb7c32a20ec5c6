import { grouping } from '../arithmetic/grouping.ts'
import { permutation } from '../arithmetic/permutation.ts'
import { remembered } from '../arithmetic/remembered.ts'
import type { Base } from './base.ts'
import type { Day } from './entity.ts'
import { CYCLE, MAYORS, ROLES, TOWN_EVERY } from './shares.ts'

export type Role = keyof typeof ROLES

export interface Person {
  readonly index: number
  readonly role: Role
  readonly profession: string
  readonly isWoman: boolean
  readonly born: Day
  /** null: no page tells. */
  readonly died: Day | null
  readonly birthplace: number
  readonly teacher: number | null
  readonly spouse: number | null
}

export interface Term {
  readonly place: number
  readonly person: number
  readonly from: number
  /** null: still in office. */
  readonly until: number | null
}

export interface People {
  readonly towns: number
  person(index: number): Person
  bornIn(place: number): readonly number[]
  pupilsOf(person: number): readonly number[]
  /** People of a role, in order of birth. */
  ranked(role: Role, rank: number): number
  countOf(role: Role): number
  rankOf(index: number): number
  /** Somebody of the role who was about `age` then; null where nobody lived. */
  aliveIn(year: number, age: number, role: Role, drawn: number): number | null
  /** Mayors of a town (place / TOWN_EVERY), first to last. */
  mayorsOf(town: number): readonly Term[]
  officeOf(politician: number): Term
}

/** No page is younger. */
export const NOW = 1958
const FIRST_BIRTH = 1640
const BIRTH_YEARS = 250
const FIRST_TERM = 1902
const TERM = 15
/** People of a role are taught by those who were born three blocks before. */
const BLOCK_YEARS = 10
const TEACHER_BLOCKS = 3

const professions = {
  author: ['novelist', 'poet', 'historian', 'playwright', 'essayist', 'naturalist'],
  politician: ['lawyer', 'merchant', 'notary', 'brewer', 'shipowner'],
  builder: ['engineer', 'architect', 'master mason'],
  scholar: ['physician', 'astronomer', 'composer', 'painter', 'linguist', 'botanist'],
} as const satisfies Record<Role, readonly [string, ...string[]]>

/** Everybody, in order of birth within a role, so that who lived when is arithmetic. */
export function createPeople(base: Base): People {
  const { counts, draws, days, isTold } = base
  const cycles = counts.person / CYCLE
  const towns = (cycles * ROLES.politician.size) / MAYORS
  const natives = grouping(counts.person, counts.place, base.stream('birthplace'))
  const jitter = draws('born', 7)
  const age = draws('age', 31)
  const isWoman = draws('woman', 2)
  const bornOn = days('born on')
  const diedOn = days('died on')
  const toldDeath = isTold('death')
  const profession = Object.fromEntries(
    Object.entries(professions).map(([role, names]) => [role, base.picks(role, names)]),
  )
  const offices = Array.from({ length: MAYORS }, (_, term) =>
    permutation(towns, base.stream(`term ${term}`)),
  )
  const termStart = draws('term start', 9)

  const roleOf = (index: number): Role => {
    const place = index % CYCLE
    if (place < ROLES.politician.from) return 'author'
    if (place < ROLES.builder.from) return 'politician'
    return place < ROLES.scholar.from ? 'builder' : 'scholar'
  }
  const countOf = (role: Role) => cycles * ROLES[role].size
  const rankOf = (index: number) => {
    const { from, size } = ROLES[roleOf(index)]
    return Math.floor(index / CYCLE) * size + (index % CYCLE) - from
  }
  const ranked = (role: Role, rank: number) => {
    const { from, size } = ROLES[role]
    return Math.floor(rank / size) * CYCLE + from + (rank % size)
  }
  const birthYear = (index: number, role: Role) =>
    role === 'politician'
      ? FIRST_TERM - 46 + TERM * Math.floor(rankOf(index) / towns) + jitter(index)
      : FIRST_BIRTH + Math.floor((rankOf(index) / countOf(role)) * BIRTH_YEARS) + jitter(index)

  const schools = createSchools(base, countOf)
  const couples = createCouples(base)

  const term = (town: number, number: number): Term => {
    const start = (of: number) => FIRST_TERM + TERM * of + termStart(town * MAYORS + of)
    const person = ranked('politician', number * towns + (offices[number]?.at(town) ?? 0))
    const until = number + 1 < MAYORS ? start(number + 1) : null
    return { place: town * TOWN_EVERY, person, from: start(number), until }
  }

  return {
    ...{ towns, countOf, rankOf, ranked },
    person: remembered((index) => {
      const role = roleOf(index)
      const born = bornOn(index, birthYear(index, role))
      const died = diedOn(index, born.year + 58 + age(index))
      const teacher = schools.teacherOf(role, rankOf(index))
      return {
        ...{ index, role, born, isWoman: isWoman(index) === 1 },
        profession: profession[role]?.(index) ?? role,
        died: died.year < NOW - 8 && toldDeath(index) ? died : null,
        birthplace: natives.ownerOf(index),
        teacher: teacher === null ? null : ranked(role, teacher),
        spouse: couples(index, role, rankOf(index), towns),
      }
    }),
    bornIn: natives.membersOf,
    pupilsOf(index) {
      const role = roleOf(index)
      return schools.pupilsOf(role, rankOf(index)).map((rank) => ranked(role, rank))
    },
    aliveIn(year, age, role, drawn) {
      const count = countOf(role)
      const rank = Math.floor(((year - age - FIRST_BIRTH) / BIRTH_YEARS) * count)
      const near = rank + Math.floor((drawn / 0x1_0000_0000) * Math.max(2, count / 50))
      return rank < 0 || near >= count ? null : ranked(role, near)
    },
    mayorsOf: (town) => Array.from({ length: MAYORS }, (_, number) => term(town, number)),
    officeOf(politician) {
      const rank = rankOf(politician)
      const number = Math.floor(rank / towns)
      return term(offices[number]?.back(rank % towns) ?? 0, number)
    },
  }
}

/** Who taught whom, by rank within a role. */
function createSchools(base: Base, countOf: (role: Role) => number) {
  const told = base.draws('teacher told', 10)
  const blockOf = (role: Role) =>
    Math.max(1, Math.round((countOf(role) * BLOCK_YEARS) / BIRTH_YEARS))
  const lessons = new Map(
    (['author', 'builder', 'scholar'] as const).map((role) => [
      role as Role,
      grouping(blockOf(role), blockOf(role), base.stream(`lessons ${role}`)),
    ]),
  )
  const isTaught = (role: Role, rank: number) =>
    rank >= TEACHER_BLOCKS * blockOf(role) && told(rank * 7 + role.length) < 7
  return {
    teacherOf(role: Role, rank: number): number | null {
      const block = blockOf(role)
      const lesson = lessons.get(role)
      if (!lesson || !isTaught(role, rank)) return null
      return (Math.floor(rank / block) - TEACHER_BLOCKS) * block + lesson.ownerOf(rank % block)
    },
    pupilsOf(role: Role, rank: number): readonly number[] {
      const block = blockOf(role)
      const first = (Math.floor(rank / block) + TEACHER_BLOCKS) * block
      return (lessons.get(role)?.membersOf(rank % block) ?? [])
        .map((place) => first + place)
        .filter((pupil) => pupil < countOf(role) && isTaught(role, pupil))
    },
  }
}

/** Who married whom, from either side: people of one cycle, or mayors of one generation. */
function createCouples(base: Base) {
  const married = base.draws('married', 10)
  const unions = CYCLE - ROLES.politician.size
  const mixed = permutation(unions, base.stream('couples'))
  return (index: number, role: Role, rank: number, towns: number): number | null => {
    if (role === 'politician') {
      const partner = rank ^ 1
      const isPair = Math.floor(rank / towns) === Math.floor(partner / towns)
      if (!isPair || married(-1 - (rank >> 1)) >= 6) return null
      const { from, size } = ROLES.politician
      return Math.floor(partner / size) * CYCLE + from + (partner % size)
    }
    const cycle = Math.floor(index / CYCLE)
    const inCycle = index % CYCLE
    const { from, size } = ROLES.politician
    const place = mixed.at(inCycle < from ? inCycle : inCycle - size)
    if (married(cycle * unions + (place >> 1)) >= 7) return null
    const partner = mixed.back(place ^ 1)
    return cycle * CYCLE + (partner < from ? partner : partner + size)
  }
}
