import type { Verb } from './world.ts'

/** What players say for each verb; of several words, the longest that fits is taken. */
const SAID: Readonly<Record<Verb, string>> = {
  go: 'go,walk,run,move,head,travel,proceed,step,enter,go through,walk through,go to,walk to,go into',
  look: 'look,l,look around,look room,where am i',
  inventory:
    'inventory,i,inv,take inventory,check inventory,show inventory,what do i have,what am i carrying',
  examine:
    'examine,x,inspect,look at,look in,look into,look inside,look on,check,study,search,describe',
  take: 'take,get,grab,pick up,pick,carry,fetch,collect,acquire',
  drop: 'drop,put down,lay down,discard,release,let go of,throw away,throw',
  put: 'put,place,insert,lay,stash,set,store,stick',
  open: 'open,open up',
  close: 'close,shut',
  unlock: 'unlock',
  lock: 'lock',
  light: 'light,turn on,switch on,ignite,kindle,activate',
  douse: 'turn off,switch off,extinguish,douse,put out,blow out,deactivate',
  eat: 'eat,consume,devour,swallow',
  read: 'read',
  slice: 'slice',
  dice: 'dice,cube',
  chop: 'chop,chop up,cut,cut up',
  cook: 'cook,fry,roast,grill,bake,heat,broil',
  prepare: 'prepare,prepare meal,make,make meal',
  wait: 'wait,z,pass,nothing,do nothing,noop',
  help: 'help,help me,commands,?',
  task: 'task,objective,goal,quest,mission,what is task,what is goal',
  score: 'score',
}

export const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries(SAID).flatMap(([verb, said]) =>
    said.split(',').map((words): [string, Verb] => [words, verb as Verb]),
  ),
)

/** Verbs whose last word may stand behind the thing: `turn the lamp on`, `pick it up`. */
export const SPLIT: ReadonlyMap<string, Verb> = new Map(
  [...VERBS].filter(([said]) => /^(?:turn|switch|pick|put|lay|blow|chop|cut|open) \w+$/.test(said)),
)

export const DIRECTION_WORDS: ReadonlyMap<string, number> = new Map(
  [
    'n north northward northwards',
    'e east eastward eastwards',
    's south southward southwards',
    'w west westward westwards',
  ].flatMap((words, direction) =>
    words.split(' ').map((word): [string, number] => [word, direction]),
  ),
)

/** Said of all three ways of cutting, of which two may lose. */
export const VAGUE_CUTS: ReadonlySet<string> = new Set(['cut', 'cut up'])

/** What players say before a command without meaning anything by it; fillers are gone by then. */
export const LEADS: ReadonlySet<string> = new Set(
  "i,we,i want,i will,i would like,i am going,i need,i should,i must,i can,i try,i'll,i'd like,i'm going,let me,let us,let's,lets,can i,can you,could you,try,ok,okay,first,next,so".split(
    ',',
  ),
)
export const LEAD_WORDS: ReadonlySet<string> = new Set(
  [...LEADS].map((said) => said.split(' ')[0] ?? ''),
)

/** Ways of cooking that say with what. */
export const COOK_VERBS: ReadonlyMap<string, number> = new Map([
  ['fry', 1],
  ['roast', 2],
  ['bake', 2],
  ['grill', 3],
  ['broil', 3],
])

/** Words without which a command says the same. */
export const FILLER: ReadonlySet<string> = new Set(
  'the a an my some this that these those please now just to of here'.split(' '),
)
export const PREPOSITIONS: ReadonlySet<string> = new Set(
  'with using on onto upon in into inside from at by out off via through under'.split(' '),
)

/** Other names of kinds of things. */
export const KIND_WORDS: Readonly<Record<string, readonly string[]>> = {
  door: ['door', 'gate'],
  container: ['container'],
  supporter: ['supporter', 'furniture'],
  cooker: ['cooker'],
  key: ['key'],
  lamp: ['lamp', 'lantern', 'light', 'torch'],
  knife: ['knife', 'blade'],
  book: ['book', 'recipe', 'cookbook'],
  food: ['food', 'ingredient'],
  meal: ['meal', 'dish', 'food'],
  thing: ['thing', 'object', 'item'],
}

const OBJECTS: ReadonlySet<Verb> = new Set<Verb>(
  'examine take drop put open close unlock lock light douse eat read slice dice chop cook'.split(
    ' ',
  ) as Verb[],
)
/** Whether a verb wants a thing. */
export const wantsThing = (verb: Verb) => OBJECTS.has(verb)
