/** What is known of a thing. */
export interface Thing {
  readonly name: string
  /** Its kinds, and the kinds above. */
  readonly kinds: readonly string[]
  /**
   * 1 like an ant, 2 fits on a finger, 3 in a hand, 4 like a cat, 5 like a dog, 6 like a person, 7 like a lion,
   * 8 like a horse, 9 like an elephant, 10 larger.
   */
  readonly size: number
  readonly colours: readonly string[]
  /** What it is made of; nothing for most that has grown. */
  readonly materials: readonly string[]
  readonly places: readonly string[]
  /** What it does, has or is for. */
  readonly traits: readonly string[]
}

/** What holds of a thing because something else does. */
const IMPLIED: Readonly<Record<string, string>> = {
  mammal: 'animal',
  bird: 'animal',
  fish: 'animal',
  reptile: 'animal',
  insect: 'animal',
  tree: 'plant',
  flower: 'plant',
  animal: 'living',
  plant: 'living',
  fruit: 'food',
  vegetable: 'food',
  meal: 'food',
  food: 'edible',
  boat: 'vehicle',
  clothing: 'worn',
  accessory: 'worn',
  wool: 'cloth',
  kitchen: 'house',
  jungle: 'forest',
  'two-legs': 'legs',
  'four-legs': 'legs',
  'six-legs': 'legs',
}

/** Traits that follow from a kind. */
const OF_KINDS: ReadonlySet<string> = new Set(['edible', 'worn'])

/** kind: name size colour material place trait trait ...; `+` joins several, `-` is none. */
const table = `
mammal: cat 4 grey - house four-legs tail fur pet hunts climbs
mammal: dog 5 brown - house four-legs tail fur pet loud swims
mammal: mouse 3 grey - field+house four-legs tail fur
mammal: rabbit 4 brown - field four-legs tail fur pet edible
mammal: squirrel 3 red+brown - forest+garden four-legs tail fur climbs
mammal: fox 5 red+orange - forest four-legs tail fur hunts
mammal: wolf 5 grey - forest four-legs tail fur hunts loud beast
mammal: bear 7 brown - forest+mountains four-legs fur hunts beast climbs swims
mammal: deer 6 brown - forest four-legs tail fur horns hooves edible
mammal: horse 8 brown - farm four-legs tail fur hooves ridden
mammal: cow 8 white+black - farm four-legs tail fur horns hooves loud edible
mammal: pig 6 pink - farm four-legs tail hooves loud edible
mammal: sheep 6 white - farm four-legs tail hooves fleece edible
mammal: goat 6 white - farm+mountains four-legs tail fur horns hooves edible
mammal: lion 7 yellow+brown - savanna four-legs tail fur hunts loud beast
mammal: zebra 8 black+white - savanna four-legs tail fur hooves striped
mammal: elephant 9 grey - savanna four-legs tail loud
mammal: giraffe 9 yellow+brown - savanna four-legs tail fur hooves spotted tall
mammal: tiger 7 orange+black - jungle four-legs tail fur hunts beast striped swims
mammal: monkey 4 brown - jungle legs tail fur climbs loud
mammal: whale 10 blue+grey - sea tail swims
mammal: dolphin 7 grey - sea tail swims hunts
mammal: bat 3 black+brown - forest two-legs wings fur flies hunts
mammal: camel 8 brown - desert four-legs tail fur ridden
bird: eagle 4 brown - mountains two-legs tail wings flies hunts eggs
bird: owl 4 brown - forest two-legs tail wings flies hunts eggs
bird: parrot 4 green+red - jungle two-legs tail wings flies pet loud eggs
bird: crow 4 black - field two-legs tail wings flies loud eggs
bird: canary 3 yellow - house two-legs tail wings flies pet eggs
bird: robin 3 red+brown - garden two-legs tail wings flies eggs
bird: swan 5 white - lake+river two-legs tail wings flies swims eggs
bird: duck 4 brown+green - lake+river+farm two-legs tail wings flies swims loud eggs edible
bird: hen 4 brown - farm two-legs tail wings loud eggs edible
bird: penguin 5 black+white - ice+sea two-legs tail wings swims hunts eggs
bird: ostrich 7 black+white - savanna two-legs tail wings tall eggs
bird: flamingo 5 pink - lake two-legs tail wings flies eggs
fish: shark 8 grey - sea tail swims hunts beast
fish: goldfish 3 orange - house tail swims pet eggs
fish: salmon 5 grey+pink - river+sea tail swims hunts eggs edible
fish: trout 4 brown - river+lake tail swims hunts spotted eggs edible
fish: tuna 6 blue+grey - sea tail swims hunts eggs edible
reptile: snake 5 green - jungle tail hunts beast eggs
reptile: crocodile 8 green - river four-legs tail hunts beast swims eggs
reptile: tortoise 4 brown+green - garden four-legs tail pet shell eggs
reptile: lizard 3 green - desert four-legs tail climbs hunts eggs
insect: ant 1 black - forest+garden six-legs climbs eggs
insect: bee 2 yellow+black - garden+field six-legs wings flies striped stings eggs
insect: butterfly 3 orange+black - garden+field six-legs wings flies eggs
insect: mosquito 1 grey+black - lake six-legs wings flies eggs
insect: ladybird 1 red+black - garden six-legs wings flies spotted hunts eggs
insect: cricket 2 green - field six-legs wings loud eggs
tree: oak 10 green+brown wood forest tall
tree: pine 10 green wood mountains+forest tall evergreen
tree: palm 10 green wood beach tall evergreen
tree: willow 10 green wood river+lake tall
flower: rose 4 red - garden smells thorns
flower: tulip 4 yellow+red - garden
flower: lily 4 white - garden smells
flower: violet 3 purple - forest smells
flower: sunflower 6 yellow - field+garden tall
plant: cactus 6 green - desert thorns
plant: grass 3 green - field+garden
fruit: apple 3 red+green - garden+kitchen sweet round
fruit: banana 3 yellow - jungle+kitchen sweet
fruit: orange 3 orange - garden+kitchen sweet round
fruit: lemon 3 yellow - garden+kitchen sour
fruit: cherry 2 red - garden sweet round
fruit: plum 3 purple+blue - garden sweet round
fruit: grape 2 green+purple - field sweet round
fruit: melon 4 green - field+kitchen sweet round
fruit: coconut 4 brown - beach round sweet shell
vegetable: carrot 3 orange - field+garden+kitchen
vegetable: potato 3 brown - field+kitchen
vegetable: cabbage 4 green - field+garden+kitchen round
vegetable: onion 3 brown - field+kitchen round smells
vegetable: pea 2 green - garden+kitchen round
vegetable: pepper 3 red+green - garden+kitchen
vegetable: pumpkin 5 orange - field+garden round
food: bread 4 brown - kitchen baked
food: cake 4 white - kitchen baked sweet round
meal: pizza 4 red+yellow - kitchen baked round hot
meal: soup 3 yellow - kitchen liquid hot
food: cheese 4 yellow - kitchen smells
food: egg 3 white+brown - kitchen shell
food: ice-cream 3 white - kitchen sweet cold
food: chocolate 3 brown - kitchen sweet
drink: milk 3 white - kitchen liquid cold
drink: coffee 3 black+brown - kitchen liquid hot smells
drink: tea 3 brown - kitchen liquid hot
drink: wine 3 red - kitchen liquid
tool: hammer 4 black+grey metal+wood workshop
tool: saw 4 grey metal workshop sharp cuts
tool: nail 2 grey metal workshop sharp
tool: ladder 7 brown wood workshop tall
tool: axe 4 grey metal+wood forest+workshop sharp cuts
tool: spade 5 grey metal+wood garden
tool: knife 3 grey metal kitchen sharp cuts
tool: spoon 3 grey metal kitchen
tool: pan 4 black metal kitchen round hot
tool: scissors 3 grey metal house sharp cuts
tool: needle 2 grey metal house sharp
tool: pencil 3 yellow wood school+house sharp writes
tool: pen 3 blue plastic school+house writes
tool: key 3 grey metal house
tool: umbrella 4 black cloth street+house
furniture: chair 6 brown wood house+school four-legs seat
furniture: table 7 brown wood kitchen four-legs
furniture: bed 8 white wood house four-legs sleeping
furniture: sofa 8 grey cloth house four-legs seat
furniture: mirror 6 grey glass house
furniture: desk 7 brown wood school+house four-legs
furniture: bench 7 brown wood street+garden four-legs seat
furniture: bookcase 7 brown wood house+school
container: bottle 3 green glass kitchen
container: cup 3 white china kitchen
container: bucket 4 blue plastic garden+house
container: basket 4 brown wood house+garden
container: box 4 brown paper house
container: bag 4 black cloth street+house
vehicle: car 9 red metal+glass street wheels engine
vehicle: bus 10 yellow metal+glass street wheels engine
vehicle: bicycle 7 blue metal street wheels ridden
vehicle: train 10 green metal+glass rails wheels engine loud
vehicle: tractor 9 green metal farm+field wheels engine loud
vehicle: aeroplane 10 white metal sky wheels wings engine loud flies
vehicle: helicopter 10 grey metal sky engine loud flies
vehicle: rocket 10 white metal sky engine loud flies tall
boat: ship 10 white metal sea engine
boat: canoe 8 brown wood river+lake
vehicle: motorcycle 8 black metal street wheels engine loud ridden
instrument: piano 8 black wood house+theatre legs loud strings
instrument: guitar 5 brown wood house+theatre strings
instrument: violin 4 brown wood house+theatre strings
instrument: flute 4 grey metal theatre
instrument: trumpet 4 yellow metal theatre loud
instrument: drum 4 red wood theatre loud round
clothing: hat 4 black cloth street+house
clothing: shirt 4 white cloth house
clothing: scarf 4 red wool street+house
clothing: sock 3 white wool house
clothing: shoe 4 brown leather street+house
clothing: glove 3 black leather street+house
accessory: ring 2 yellow metal house round
accessory+device: watch 3 grey metal+glass house round
accessory: glasses 3 black glass+plastic house
toy: ball 4 red leather field+garden round
toy: doll 4 pink plastic house two-legs
toy: kite 4 red paper field+sky flies
toy: teddy 4 brown cloth house two-legs
toy: dice 2 white plastic house spotted
device: television 5 black plastic+glass house electric loud
device: radio 4 black plastic house electric loud
device: telephone 3 black plastic house electric loud
device: computer 4 grey plastic+metal school+house electric
device: lamp 4 white glass+metal house electric
device: refrigerator 7 white metal kitchen electric cold
device: oven 6 black metal kitchen electric hot
device: kettle 4 grey metal kitchen electric hot
device: clock 4 white plastic house+school electric round
device: camera 3 black plastic+glass street+house electric
building: house 10 white stone street
building: castle 10 grey stone mountains tall
building: church 10 grey stone street tall
building: bridge 10 grey stone river
building: lighthouse 10 white stone sea+beach tall
building: windmill 10 brown wood field tall
building: tent 8 green cloth forest sleeping
`

/** Every thing there is, in a fixed order. */
export const THINGS: readonly Thing[] = table.trim().split('\n').map(thingOf)

function thingOf(line: string): Thing {
  const [kinds = '', name = '', size, colours = '', materials = '', places = '', ...traits] =
    line.split(/:? /)
  const above = withImplied(kinds.split('+'))
  return {
    name,
    kinds: above.filter((kind) => !OF_KINDS.has(kind)),
    size: Number(size),
    colours: several(colours),
    materials: several(materials),
    places: several(places),
    traits: withImplied([...traits, ...above.filter((kind) => OF_KINDS.has(kind))]),
  }
}

function several(values: string): readonly string[] {
  return values === '-' ? [] : withImplied(values.split('+'))
}

function withImplied(values: readonly string[]): readonly string[] {
  const all = new Set(values)
  // What is added on the way is seen, too.
  for (const value of all) {
    const implied = IMPLIED[value]
    if (implied) all.add(implied)
  }
  return [...all]
}
