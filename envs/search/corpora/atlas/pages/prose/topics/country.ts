import { type Topic, topic } from './topic.ts'

export const country: readonly Topic[] = [
  topic(
    'Landscape',
    `Much of {name} is rolling land with {plant} along the roads.
    {weather} comes from the west in {season}.
    {animal} are kept in every village.
    Soils of clay and {material} alternate.
    Travellers speak of {view} with {feeling}.
    Forests are cut by {trade} and planted again.
    The border is marked with posts painted {colour}.
    In {season} the passes are shut.`,
  ),
  topic(
    'Society',
    `{trade} and {trade} set the tone.
    {people} are thought {quality} by those who live elsewhere.
    The kitchen rests on {food} and {food}.
    Schools teach the {instrument} and a little law.
    Newspapers are printed on {colour} paper.
    {goods} and {goods} are sent abroad.
    {feeling} counts as the chief virtue.
    Holidays fall in {season}, when there is least to do.`,
  ),
  topic(
    'Symbols',
    `The flag is {colour} and {colour}.
    {animal} hold the shield, in a {quality} drawing.
    The anthem is played on the {instrument} where no band is at hand.
    Coins show {plant}.
    Stamps with a picture of {person} are sought by collectors.
    {keeper} keeps the great seal, in a box of {material}.
    {said} that the colours come from {goods}.`,
  ),
]
