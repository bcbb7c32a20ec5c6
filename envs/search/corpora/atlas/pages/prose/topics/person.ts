import { type Topic, topic } from './topic.ts'

export const person: readonly Topic[] = [
  topic(
    'Character',
    `{name} was known for {feeling}, and {people} remarked on it {often}.
    In company {she} spoke little and listened with a {quality} sort of attention.
    Letters show {feeling} where one would look for {feeling}.
    {she} kept {animal} and liked to be seen with them {time}.
    {people} described {her} as {quality}, others as merely tired.
    A habit of walking {time}, in {weather} too, gave rise to many stories.
    {said} that {she} could tell the hour by the smell of {food}.
    What remains of the household is {paper}, kept in {keeper}.
    {she} distrusted {trade} and trusted {trade}, and never gave a reason for either.`,
  ),
  topic(
    'Household',
    `The house stood behind {plant} and had a door painted {colour}.
    On the table stood {food} for whoever came {time}.
    {trade} delivered {goods} there, and waited long for their money.
    A room with a view of {view} served as a study, cold in {season}.
    Neighbours complained of the {instrument}, which was played {time}.
    An inventory lists {goods}, a chest of {material}, and little else.
    The garden held {plant}, to which {she} attended in {season}.
    After a fire in a chimney much of the furniture went to {keeper}.`,
  ),
  topic(
    'Methods',
    `The work went forward in a {quality} manner, with long pauses in {season}.
    Notes were kept in {paper}, with remarks in {colour} ink.
    {she} asked {trade} for advice and followed it {often}.
    Drafts were read aloud {time}, to whoever happened to be there.
    Mistakes were not scratched out but framed, as a sign of {feeling}.
    {people} have compared this way of working with that of {person}.
    Tools of {material} were preferred, since they bore {weather} better.
    Nothing was finished in a hurry, and nothing was begun without {feeling}.
    A {quality} hand and {paper} full of corrections are what {people} remember.`,
  ),
  topic(
    'Reputation',
    `Opinion among {people} was divided, and has stayed so.
    A memorial of {material} was planned, and forgotten by {season}.
    {person} spoke of {her} with respect, in a letter that was never answered.
    In {place} a street was named after {her}, though it is a short one.
    {said} that the portrait in {keeper} shows somebody else.
    Later writers praise the {quality} style, and pass over the rest.
    {people} still leave {goods} at the door {time}.
    {name} should not be taken for {person}, with whom old indexes mix {her} up.`,
  ),
  topic(
    'Travels',
    `{she} travelled {often}, mostly on foot and in {weather}.
    A stay in {place} was cut short by {weather}.
    {she} brought home {goods}, and a liking for {food}.
    On the road {she} filled {paper}, now lost but for a few leaves.
    {trade} from {place} remembered {her} as a {quality} guest.
    Of the sea {she} said only that it smelled of {goods}.
    A plan to see {place} again in {season} came to nothing.
    An innkeeper kept a cup of {material} that {she} had left behind.`,
  ),
]
