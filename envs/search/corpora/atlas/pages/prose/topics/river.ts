import { type Topic, topic } from './topic.ts'

export const river: readonly Topic[] = [
  topic(
    'Banks',
    `The banks are lined with {plant}, and with huts of {material}.
    {animal} are seen on the shallows {time}.
    Paths follow the water as far as {view}.
    In {season} the water turns {colour}.
    {trade} wash {goods} where the bed is flat.
    {weather} raises it within hours.
    {people} fish from boats with a {quality} keel.
    Mills of {material} stand idle along its upper part.`,
  ),
  topic(
    'Navigation',
    `Flat boats carry {goods} down and {goods} up.
    Ferries run {time}, and not at all in {weather}.
    Fog bells of {material} were hung at the bends.
    {trade} pay no toll, by an old right.
    Pilots are proud of their {feeling}.
    A wreck near {view} is visible in {season}.
    Rafts of timber are steered by {people} with a {instrument} aboard.
    Ice is cut and sold for keeping {food}.`,
  ),
  topic(
    'Lore',
    `{said} that {name} takes back whatever is thrown in with {feeling}.
    A song for the {instrument} counts its bends and gets them wrong.
    Children set {plant} afloat in {season}.
    {person} once crossed it in {weather}, for a wager of {goods}.
    Old maps mix it up with the {river}.
    {animal} on it are thought to foretell {weather}.
    {people} drink a glass of it for luck {time}.
    A dish of {food} bears its name.`,
  ),
]
