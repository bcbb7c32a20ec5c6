import { type Topic, topic } from './topic.ts'

export const work: readonly Topic[] = [
  topic(
    'Contents',
    `{name} opens with {weather} and closes with {weather}.
    Its middle part is set among {trade}, whom it treats with {feeling}.
    A long chapter follows the trade in {goods} through {season}.
    One figure keeps {animal}, another plays the {instrument}, and both fall silent.
    Much is made of a door painted {colour}.
    {people} in it talk of {food} more than of anything else.
    A journey to {place} takes up a {quality} stretch of pages.
    There is little plot, and a great deal of {feeling}.`,
  ),
  topic(
    'Style',
    `The sentences are {quality}, the chapters short.
    Words of {trade} are used throughout, without being explained.
    Critics have found the tone {quality}, even {quality}.
    Descriptions of {view} return {often}, each time in other words.
    The narrator is a clerk with {paper} and too much {feeling}.
    Comparisons with {animal} are frequent.
    A passage on {weather} is printed in school books.
    Read aloud, it takes as long as a dish of {food} to cook.`,
  ),
  topic(
    'Reception',
    `{people} bought it for the binding, which was {colour}.
    Reviews spoke of {feeling}; one spoke of {goods}.
    In {place} it was read {time}, by subscription.
    {person} disliked it and said so {often}.
    A stage version with {instrument} failed in {season}.
    {said} that copies were used to wrap {goods}.
    It is still lent out by {keeper}, in a {quality} reprint.
    {name} is easily mixed up with {work}, which has nothing to do with it.`,
  ),
  topic(
    'Manuscript',
    `The manuscript fills {paper} and part of another.
    Some leaves are stained with {food}, others with wax.
    It lay for a long time behind {part} of a house near {view}.
    {keeper} holds it, and shows it {time}.
    Corrections in {colour} ink are by more than one hand.
    A drawing of {animal} on the last leaf has not been explained.
    {trade} are thanked on the first page, by their first names only.
    Copies differ in the chapter about {goods}.`,
  ),
  topic(
    'Influence',
    `Traces of it have been seen in {work}, on thin grounds.
    A society of {people} meets in {season} to read from it.
    Its phrase about {weather} has become a proverb among {trade}.
    An inn in {place} is named after its first chapter.
    {person} carried a copy, unread by the look of it.
    Its picture of {view} has drawn {people} ever since.
    Teachers recommend it for its {quality} manner.
    Of the sequels that others wrote none was {quality} enough.`,
  ),
]
