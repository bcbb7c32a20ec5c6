import { type Topic, topic } from './topic.ts'

export const structure: readonly Topic[] = [
  topic(
    'Description',
    `{name} is faced with {material} and trimmed with {material}.
    Its front looks towards {view}, its back towards the {goods} stores.
    {part} is reached by a {quality} flight of steps.
    The ironwork was painted {colour}, and is so again.
    Figures of {animal} sit on the cornice.
    In {weather} the stone turns {colour}.
    {people} note the echo, which is best {time}.
    {plant} have been let grow along the foot of the wall.`,
  ),
  topic(
    'Building',
    `The ground was soft, and {trade} had to be called in.
    {material} was brought by cart until {season}.
    {weather} halted the work {often}.
    Wages were paid in {goods} when the chest was empty.
    A model in {material} survives in {keeper}.
    Complaints about noise fill {paper}.
    {said} that a coin lies under {part}.
    {trade} from {place} did the finer work, in a {quality} taste.`,
  ),
  topic(
    'Use',
    `{people} meet here {time}.
    {part} has served as a store for {goods}.
    A keeper lives beside it, with {animal}.
    In {season} it is closed because of {weather}.
    The {instrument} is played here for {people}.
    A stall sells {food} and {goods} at its foot.
    {trade} rent the vaults, at a rate that is a secret.
    School classes are led through with more {feeling} than knowledge.`,
  ),
  topic(
    'Condition',
    `{part} was repaired in {material}, not in the old way.
    Damp from {view} is the main trouble.
    {animal} have made holes in {part}.
    A fund collects {goods} and coins for its upkeep.
    Experts call the state {quality}.
    After {weather} loose pieces are gathered {time}.
    {people} compare it with {structure}, mostly to its disadvantage.
    {keeper} holds drawings that show it with another roof.`,
  ),
]
