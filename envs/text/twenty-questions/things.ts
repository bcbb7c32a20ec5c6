/** What is known of a thing; the kind stands for all kinds above it. */
export interface Thing {
  readonly name: string
  /** Its kind, and the kinds above. */
  readonly kinds: readonly string[]
  /** 1 fits on a finger, 2 in a hand, 3 in the arms, 4 like a person, 5 like a horse, 6 like an elephant, 7 larger. */
  readonly size: number
  readonly colour: string
  /** What it is made of, or `-` for what has grown. */
  readonly material: string
  readonly place: string
  /** What it does, has or is for. */
  readonly traits: readonly string[]
}

const ABOVE: Readonly<Record<string, string>> = {
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
}

/** kind: name size colour material place trait trait ... */
const table = `
mammal: cat 3 grey - house legs pet quiet
mammal: dog 3 brown - house legs pet loud swims
mammal: mouse 2 grey - field legs quiet
mammal: rabbit 3 brown - field legs pet quiet jumps
mammal: squirrel 2 red - forest legs climbs
mammal: fox 3 red - forest legs hunts
mammal: wolf 4 grey - forest legs hunts loud dangerous
mammal: bear 5 brown - forest legs hunts dangerous climbs swims
mammal: deer 5 brown - forest legs horns jumps quiet
mammal: horse 5 brown - farm legs ridden
mammal: cow 5 white - farm legs horns loud
mammal: pig 4 pink - farm legs loud
mammal: sheep 4 white - farm legs fleece
mammal: goat 4 white - farm legs horns climbs
mammal: lion 5 yellow - savanna legs hunts loud dangerous
mammal: zebra 5 black - savanna legs striped
mammal: elephant 6 grey - savanna legs loud
mammal: giraffe 6 yellow - savanna legs spotted quiet
mammal: tiger 5 orange - jungle legs hunts dangerous striped swims
mammal: monkey 3 brown - jungle climbs loud jumps
mammal: whale 7 blue - sea swims
mammal: dolphin 5 grey - sea swims jumps
mammal: bat 2 black - forest flies hunts
mammal: camel 5 brown - desert legs ridden
bird: eagle 3 brown - mountains flies hunts
bird: owl 3 brown - forest flies hunts loud
bird: parrot 3 green - jungle flies pet loud
bird: crow 3 black - field flies loud
bird: canary 2 yellow - house flies pet loud
bird: robin 2 red - garden flies
bird: swan 4 white - lake flies swims
bird: duck 3 brown - lake flies swims loud
bird: hen 3 brown - farm loud
bird: penguin 3 black - ice swims
bird: ostrich 5 black - savanna
bird: flamingo 4 pink - lake flies
fish: shark 5 grey - sea swims hunts dangerous
fish: goldfish 2 orange - house swims pet
fish: salmon 3 pink - river swims jumps
fish: trout 3 brown - river swims
fish: tuna 4 blue - sea swims hunts
reptile: snake 3 green - jungle hunts dangerous quiet
reptile: crocodile 5 green - river legs hunts dangerous swims
reptile: tortoise 3 brown - garden legs pet quiet
reptile: lizard 2 green - desert legs climbs
insect: ant 1 black - forest climbs
insect: bee 1 yellow - garden flies striped stings
insect: butterfly 1 orange - garden flies quiet
insect: mosquito 1 grey - lake flies stings
insect: ladybird 1 red - garden flies spotted
insect: cricket 1 green - field jumps loud
tree: oak 7 green - forest tall
tree: pine 7 green - mountains tall evergreen
tree: palm 7 green - beach tall evergreen
tree: willow 7 green - river tall
flower: rose 2 red - garden smells thorns
flower: tulip 2 yellow - garden
flower: lily 2 white - lake smells
flower: violet 1 purple - forest smells
flower: sunflower 4 yellow - field tall
plant: cactus 4 green - desert thorns evergreen
plant: grass 1 green - field
fruit: apple 2 red - garden sweet round
fruit: banana 2 yellow - jungle sweet
fruit: orange 2 orange - garden sweet round
fruit: lemon 2 yellow - garden sour
fruit: cherry 1 red - garden sweet round
fruit: plum 2 purple - garden sweet round
fruit: grape 1 green - field sweet round
fruit: melon 3 green - field sweet round
fruit: coconut 3 brown - beach round sweet
vegetable: carrot 2 orange - field sweet
vegetable: potato 2 brown - field
vegetable: cabbage 3 green - field round
vegetable: onion 2 brown - field round smells
vegetable: pea 1 green - garden round sweet
vegetable: pepper 2 red - garden
vegetable: pumpkin 3 orange - field round
meal: bread 3 brown - kitchen baked
meal: cake 3 white - kitchen baked sweet round
meal: pizza 3 red - kitchen baked round hot
meal: soup 2 yellow - kitchen liquid hot
meal: cheese 2 yellow - kitchen smells
meal: egg 2 white - kitchen
meal: ice-cream 2 white - kitchen sweet cold
meal: chocolate 2 brown - kitchen sweet
drink: milk 2 white - kitchen liquid cold
drink: coffee 2 black - kitchen liquid hot smells
drink: tea 2 brown - kitchen liquid hot
drink: wine 2 red - kitchen liquid
tool: hammer 3 black metal workshop
tool: saw 3 grey metal workshop sharp
tool: nail 1 grey metal workshop sharp
tool: ladder 5 brown wood workshop
tool: axe 3 grey metal forest sharp
tool: spade 4 grey metal garden
tool: knife 2 grey metal kitchen sharp
tool: spoon 2 grey metal kitchen
tool: pan 3 black metal kitchen round hot
tool: scissors 2 grey metal house sharp
tool: needle 1 grey metal house sharp
tool: pencil 2 yellow wood school writes
tool: pen 2 blue plastic school writes
tool: key 1 grey metal house
tool: umbrella 4 black cloth street
furniture: chair 4 brown wood house legs
furniture: table 4 brown wood kitchen legs
furniture: bed 5 white wood house legs soft
furniture: sofa 5 grey cloth house legs soft
furniture: mirror 4 grey glass house
furniture: desk 4 brown wood school legs
furniture: bench 5 brown wood street legs
furniture: bookcase 5 brown wood house
container: bottle 2 green glass kitchen
container: cup 2 white china kitchen
container: bucket 3 blue plastic garden round
container: basket 3 brown wood garden
container: box 3 brown paper house
container: bag 3 black cloth street
vehicle: car 5 red metal street wheels engine
vehicle: bus 6 yellow metal street wheels engine
vehicle: bicycle 4 blue metal street wheels ridden
vehicle: train 7 green metal street wheels engine loud
vehicle: tractor 5 green metal farm wheels engine loud
vehicle: aeroplane 7 white metal sky wheels engine loud flies
vehicle: helicopter 6 grey metal sky engine loud flies
vehicle: balloon 7 red cloth sky flies round
vehicle: ship 7 white metal sea engine swims
vehicle: canoe 5 brown wood river swims
vehicle: motorcycle 5 black metal street wheels engine loud ridden
instrument: piano 5 black wood house loud legs
instrument: guitar 4 brown wood house
instrument: violin 3 brown wood theatre
instrument: flute 3 grey metal theatre
instrument: trumpet 3 yellow metal theatre loud
instrument: drum 3 red wood theatre loud round
clothing: hat 3 black cloth street worn
clothing: shirt 3 white cloth house worn soft
clothing: scarf 3 red wool street worn soft
clothing: sock 2 white wool house worn soft
clothing: shoe 2 brown leather street worn
clothing: glove 2 black leather street worn
clothing: ring 1 yellow metal house worn round
clothing: watch 1 grey metal house worn round
clothing: glasses 2 black glass house worn
toy: ball 3 red leather field round jumps
toy: doll 3 pink plastic house
toy: kite 4 red paper field flies
toy: teddy 3 brown cloth house soft
toy: dice 1 white plastic house
machine: television 4 black plastic house electric loud
machine: radio 3 black plastic house electric loud
machine: telephone 2 black plastic house electric loud
machine: computer 3 grey plastic school electric
machine: lamp 3 white glass house electric hot
machine: refrigerator 5 white metal kitchen electric cold
machine: oven 4 black metal kitchen electric hot
machine: kettle 3 grey metal kitchen electric hot
machine: clock 3 white wood house round
machine: camera 2 black plastic street electric
building: house 7 white stone street
building: castle 7 grey stone mountains
building: church 7 grey stone street tall
building: bridge 7 grey stone river
building: lighthouse 7 white stone sea tall
building: windmill 7 brown wood field tall
building: tent 5 green cloth forest
`

/** Every thing there is, in a fixed order. */
export const THINGS: readonly Thing[] = table.trim().split('\n').map(thingOf)

function thingOf(line: string): Thing {
  const [kind = '', name = '', size, colour = '', material = '', place = '', ...traits] =
    line.split(/:? /)
  const kinds: string[] = []
  for (let each: string | undefined = kind; each; each = ABOVE[each]) kinds.push(each)
  return { name, kinds, size: Number(size), colour, material, place, traits }
}
