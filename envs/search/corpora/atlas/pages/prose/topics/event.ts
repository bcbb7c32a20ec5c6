import { type Topic, topic } from './topic.ts'

export const event: readonly Topic[] = [
  topic(
    'Background',
    `In {season}, {weather} had spoiled the {goods}.
    {trade} and {trade} no longer spoke to each other.
    Rumours came from {place}, carried by {people}.
    Prices of {goods} had gone up, and tempers with them.
    A notice on {colour} paper was read by few.
    {feeling} was general among {people}, as {paper} shows.
    The square had been cleared of {plant} in {season}.
    {said} that {animal} had behaved oddly for days.`,
  ),
  topic(
    'Course',
    `It began in {weather}, near the market.
    {trade} closed their shops, and {people} came out to look.
    Bells were rung and a {instrument} was heard from {part}.
    Carts with {goods} blocked the way to {view}.
    Somebody handed out {food}, which calmed many.
    By evening the crowd stood as far as {view}.
    The mood turned from {feeling} to {feeling} and back.
    A table of {material} was broken, and nobody owned up.
    Towards the end {weather} drove {people} indoors.`,
  ),
  topic(
    'Aftermath',
    `{trade} asked for damages and were given {goods}.
    A commission sat until {season} and left {paper}.
    {part} of the town hall had to be made anew in {material}.
    {people} from {place} came to see what was left.
    All was quiet again by {season}.
    Ballads for the {instrument} were sold, some of them {quality}.
    {feeling} remained, and is remarked on to this day.
    {person} is said to have watched, though there is no proof.`,
  ),
  topic(
    'Memory',
    `A stone of {material} marks the spot, under {plant}.
    {keeper} keeps {paper} about it.
    Children act it out in {season}, with {animal} in the chief parts.
    Painters prefer the moment of {weather}.
    In {place} it is told with another end.
    {people} mix it up with {event}, which was something else.
    An annual meal of {food} goes back to it, or so {trade} believe.
    Historians find the accounts {quality}.`,
  ),
]
