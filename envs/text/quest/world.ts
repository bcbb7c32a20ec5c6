export type Kind =
  | 'door'
  | 'container'
  | 'supporter'
  | 'cooker'
  | 'key'
  | 'lamp'
  | 'knife'
  | 'book'
  | 'food'
  | 'meal'
  | 'thing'

export type Thing = {
  /** One of a kind in its world: `oak table`, `red key`. */
  name: string
  kind: Kind
  /** Index of the key that fits, -1 where there is none. */
  key: number
  /** The two rooms of a door; empty for everything else. */
  sides: number[]
}

export type Room = {
  name: string
  /** Which of its kind's sentences describes it. */
  mood: number
  dark: boolean
  x: number
  y: number
  /** By direction (north, east, south, west): index of the next room, -1 for a wall. */
  exits: number[]
  /** By direction: index of the door among the things, -1 for an open way. */
  doors: number[]
}

/** What is to be done to one ingredient: indices into `CUTS` and `COOKS`, 0 for nothing. */
export type Ingredient = { food: number; cut: number; cook: number }

export type Goal = {
  kind: 'take' | 'put' | 'eat' | 'open' | 'cook'
  /** Index of what is to be taken, put, eaten, opened; of the meal. */
  thing: number
  /** Where it is to be put, else -1. */
  target: number
  recipe: Ingredient[]
  /** Which sentence tells it. */
  told: number
}

/** A milestone: this done to that for the first time; `go` means an arrival in the room `a`. */
export type Milestone = { verb: Verb; a: number }

/** A world and where its player stands; the upper part never changes. */
export type World = {
  rooms: Room[]
  things: Thing[]
  goal: Goal
  milestones: Milestone[]
  here: number
  /** A room's index, `IN` + the index of what it is in or on, `CARRIED`, or `NOWHERE`. */
  where: number[]
  /** 0 open, 1 closed, 2 locked: doors and containers. */
  shut: number[]
  /** Of food: 10 * cut + cook. */
  form: number[]
  lit: boolean
  read: boolean
  /** Rooms that were seen by light. */
  seen: boolean[]
  done: boolean[]
  end: 'open' | 'won' | 'lost'
  /** What the player last named, -1 before. */
  it: number
}

export type Verb =
  | 'go'
  | 'look'
  | 'inventory'
  | 'examine'
  | 'take'
  | 'drop'
  | 'put'
  | 'open'
  | 'close'
  | 'unlock'
  | 'lock'
  | 'light'
  | 'douse'
  | 'eat'
  | 'read'
  | 'slice'
  | 'dice'
  | 'chop'
  | 'cook'
  | 'prepare'
  | 'wait'
  | 'help'
  | 'task'
  | 'score'

/** `go`: `a` is the direction. Else indices of things: what, and with, from, in or on what (-1: none). */
export type Action = { verb: Verb; a: number; b: number }

export const IN = 100
export const CARRIED = -1
export const NOWHERE = -2

export const OPEN = 0
export const CLOSED = 1
export const LOCKED = 2

export const DIRECTIONS = ['north', 'east', 'south', 'west'] as const
export const CUTS = ['', 'slice', 'dice', 'chop'] as const
export const CUT_WORDS = ['', 'sliced', 'diced', 'chopped'] as const
export const COOKS = ['', 'fry', 'roast', 'grill'] as const
export const COOK_WORDS = ['', 'fried', 'roasted', 'grilled', 'burnt'] as const
/** What each way of cooking needs, by the noun of its name. */
export const COOKERS = ['', 'stove', 'oven', 'grill'] as const
export const BURNT = 4

export const opposite = (direction: number) => (direction + 2) % 4
