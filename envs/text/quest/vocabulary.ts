/** A kind of room with sentences that set its mood; one is drawn for each world. */
export const ROOMS: Readonly<Record<string, readonly [string, string]>> = {
  kitchen: ['Copper pots hang from the wall.', 'It smells of thyme and old smoke.'],
  pantry: ['Shelf marks line the pale walls.', 'The air is cool and a little dusty.'],
  hall: ['Your steps echo on the tiles.', 'A draught moves the long curtains.'],
  library: ['Books climb to the ceiling.', 'Nobody has spoken aloud here for years.'],
  bedroom: ['The bed is neatly made.', 'Faded roses cover the wallpaper.'],
  bathroom: ['Water drips somewhere.', 'The mirror has gone blind with age.'],
  study: ['Ink stains mark the floorboards.', 'A globe stands still by the window.'],
  workshop: ['Sawdust covers the floor.', 'Outlines of tools are painted on the wall.'],
  cellar: ['The bricks are damp.', 'Old barrels have left rings on the floor.'],
  attic: ['The beams are low here.', 'Dust dances in a ray of light.'],
  garden: ['Bees hum in the lavender.', 'The grass has not been cut for weeks.'],
  terrace: ['The stones are warm from the sun.', 'Vines grow over the railing.'],
  courtyard: ['A dry fountain stands in the middle.', 'Swallows nest under the eaves.'],
  greenhouse: ['The panes are clouded with steam.', 'Ferns crowd the narrow path.'],
  shed: ['The boards creak in the wind.', 'It smells of tar and rope.'],
  garage: ['An oil stain darkens the floor.', 'Tyres lean in a corner.'],
  laundry: ['Wet linen hangs from a line.', 'It smells of soap.'],
  parlour: ['A clock ticks on the wall.', 'The armchairs face each other politely.'],
  'dining room': ['A chandelier hangs too low.', 'Portraits stare at the empty seats.'],
  'living room': ['A rug covers the worn floor.', 'The fireplace is cold.'],
  'music room': ['The walls are lined with felt.', 'A metronome has stopped halfway.'],
  'guest room': ['The suitcase rack is empty.', 'Everything here waits for visitors.'],
  nursery: ['Stars are painted on the ceiling.', 'A rocking horse looks at you.'],
  gallery: ['Pale squares show where pictures hung.', 'Every frame is slightly crooked.'],
  corridor: ['It is narrow and bare.', 'The carpet is worn along its middle.'],
  porch: ['A swing hangs from two chains.', 'The paint is peeling.'],
  vault: ['The walls are a yard thick.', 'Your breath sounds loud.'],
  chapel: ['Coloured light falls on the floor.', 'It smells of wax.'],
  armoury: ['Empty racks line the walls.', 'A painted shield hangs high up.'],
  observatory: ['A slit in the dome shows the sky.', 'Star charts cover the walls.'],
  laboratory: ['The tiles are stained in many colours.', 'Something smells of sulphur.'],
  office: ['The blinds are half closed.', 'A calendar shows the wrong year.'],
  archive: ['Paper rustles when you move.', 'Labels curl from the walls.'],
  stable: ['Straw covers the floor.', 'A horseshoe hangs on a nail.'],
  barn: ['Swallows dart between the rafters.', 'It smells of hay.'],
  boathouse: ['Water glitters between the planks.', 'Old nets hang from the ceiling.'],
  tower: ['The wind sings in the arrow slits.', 'You can see far from up here.'],
  crypt: ['Names are carved into the stones.', 'It is very quiet.'],
  lounge: ['The light is soft.', 'Somebody has left a window ajar.'],
  sauna: ['The wood is still warm.', 'It smells of pine.'],
  balcony: ['The street below is empty.', 'Geraniums nod over the edge.'],
  wardrobe: ['Bare hangers swing on a rail.', 'It smells of mothballs.'],
}

/** Where a grill may stand. */
export const OUTDOORS: readonly string[] = ['garden', 'terrace', 'courtyard', 'porch', 'balcony']

export const CONTAINERS: readonly string[] =
  'chest box crate cabinet cupboard locker trunk safe drawer casket coffer hamper bin case bureau sideboard suitcase strongbox'.split(
    ' ',
  )
export const CONTAINER_LOOKS: readonly string[] =
  'oak iron brass steel copper bronze tin walnut cedar bamboo leather wicker ebony maple marble cherry birch zinc pewter teak'.split(
    ' ',
  )
export const SUPPORTERS: readonly string[] =
  'table shelf bench desk stand rack ledge stool pedestal workbench mantelpiece windowsill tray plinth bookcase counter dresser couch'.split(
    ' ',
  )
export const SUPPORTER_LOOKS: readonly string[] =
  'low round narrow long plain carved sturdy painted shaky polished wide square old small'.split(
    ' ',
  )
export const COLOURS: readonly string[] =
  'red blue green yellow white black purple orange pink grey turquoise violet crimson scarlet silver golden'.split(
    ' ',
  )
/** For keys that fit nothing. */
export const ODD_KEYS: readonly string[] = 'bent rusty tiny toothless broken'.split(' ')

export const LAMPS: readonly string[] = ['lamp', 'lantern', 'oil lamp', 'storm lantern']
export const KNIVES: readonly string[] = ['knife', 'kitchen knife', 'carving knife', 'cleaver']

export const INGREDIENTS: readonly string[] =
  'carrot,potato,onion,tomato,mushroom,pumpkin,eggplant,leek,turnip,parsnip,cabbage,beetroot,fennel,artichoke,corn cob,red pepper,green pepper,sweet potato,chicken leg,salmon fillet,trout,sausage,steak,lamb shank,tofu,turkey breast'.split(
    ',',
  )
export const SNACKS: readonly string[] =
  'apple,pear,banana,muffin,cheesecake,apple pie,biscuit,pretzel,bagel,plum,peach,orange,chocolate bar,doughnut,sandwich,croissant,waffle,cinnamon roll'.split(
    ',',
  )

export const TRINKETS: readonly string[] =
  'coin ring letter map bell cup mug bottle candle comb mirror brush pen notebook postcard stamp whistle flute violin drum button ribbon scarf hat glove boot sock umbrella cane hammer wrench chisel screwdriver saw rope hook needle thimble spool compass telescope magnet clock watch medal badge crown necklace bracelet brooch pearl feather shell fossil pebble figurine statuette doll kite ball racket puzzle chessboard card vase jug plate bowl spoon fork ladle teapot kettle sponge towel pillow blanket book diary newspaper poster photograph painting envelope ticket purse wallet basket lens'.split(
    ' ',
  )
export const TRINKET_LOOKS: readonly string[] =
  'silver wooden glass cracked dusty shiny striped torn heavy ancient green blue ivory silk woollen folded dented faded'.split(
    ' ',
  )

/** Why the player is here. */
export const REASONS: readonly string[] = [
  'You have been sent here on an errand.',
  'The owner of this place has asked a favour of you.',
  'You lost a bet, and this is what it costs you.',
  'An old friend left you a note with a request.',
  'It is your first day as caretaker, and there is one thing to do.',
  'You have waited for a quiet hour like this.',
]
