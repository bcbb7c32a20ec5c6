import { type Topic, topic } from './topic.ts'

export const place: readonly Topic[] = [
  topic(
    'Townscape',
    `Most houses in {name} are of {material}, with shutters painted {colour}.
    The lanes behind the market are narrow and smell of {food}.
    {plant} line the road to {view}, and are cut back in {season}.
    {people} praise the square, which lies empty but {time}.
    A fountain of {material} stands where {trade} used to gather.
    Above the roofs one sees {view}, except in {weather}.
    {said} that a tunnel leads from {part} of the church to the inn.
    New quarters were laid out in {quality} rows beyond the {goods} stores.
    From {part} of the old school there is a view of {view}.`,
  ),
  topic(
    'Economy',
    `The market deals in {goods} and {goods}, in {season} also in {goods}.
    {trade} have their own hall, built of {material}.
    {goods} from {place} is sold here {time}.
    A workshop of {trade} employs a good part of the households.
    Fields around it yield barley and hops, if {weather} does not spoil them.
    The road to {place} is kept up by a toll, which nobody likes.
    Carters bring {goods} in {season} and go back with {goods}.
    A guild of {trade} was dissolved without much {feeling}.`,
  ),
  topic(
    'Customs',
    `In {season} {people} carry {goods} through the streets {time}.
    A dish of {food} is eaten on that day, with {goods} on the side.
    The {instrument} is played at weddings, and {often} at funerals.
    Children are told that {animal} bring the {season}.
    {said} that whoever sleeps through {weather} here will return.
    A play about {person} is given by amateurs, in a {quality} version.
    Doors are painted {colour} when a house changes hands.
    The custom of lending {goods} to strangers has nearly died out.`,
  ),
  topic(
    'Nature',
    `The land is of clay and {material}, and drains badly.
    {animal} nest in {part} of the old mill.
    {weather} is common in {season}, and stays for days.
    {plant} grow on the slopes towards {view}.
    A walk through {view} takes a {quality} half day.
    The springs are said to taste of {goods}.
    {people} come in {season} to watch the {animal}.
    After {weather} the lower meadows stand under water.`,
  ),
  topic(
    'Sights',
    `{keeper} shows {paper} and a collection of {goods}.
    The tower of {material} can be climbed {time}.
    A bridge, rebuilt in {material}, has figures of {animal} on it.
    Visitors confuse {name} with {place}, to the annoyance of {people}.
    The school owns a {instrument} that nobody can play any more.
    A plaque in {colour} letters recalls {person}, who once slept here.
    In {part} of the town hall hangs a picture of {view}.
    Guides end their round at an inn known for {food}.`,
  ),
]
