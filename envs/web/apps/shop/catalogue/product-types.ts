/** What a sort of goods is made of, and what one of it may be like. */
export interface ProductType {
  readonly name: string
  readonly category: string
  readonly materials: readonly string[]
  readonly features: readonly string[]
  readonly sizes: readonly string[]
  /** In cents. */
  readonly low: number
  readonly high: number
}

export const COLORS = [
  ...['black', 'white', 'red', 'blue', 'navy', 'green', 'grey', 'yellow'],
  ...['orange', 'purple', 'pink', 'brown', 'beige', 'teal'],
] as const

export const BRANDS = [
  ...['Alder & Finch', 'Bramwell', 'Corvane', 'Dunmore', 'Eastlight', 'Fjordan', 'Gavello'],
  ...['Harrowgate', 'Ilvane', 'Juniper Row', 'Kestrel', 'Lindqvist', 'Marlowe', 'Northpeak'],
  ...['Orrin', 'Pellworth', 'Quillon', 'Rosmere', 'Solvane', 'Tarnhill', 'Umbrella Pine'],
  ...['Verano', 'Westley', 'Xanthe', 'Yarrow', 'Zephyrine'],
] as const

export const SERIES = [
  ...['Classic', 'Essential', 'Urban', 'Heritage', 'Studio', 'Trail', 'Nova', 'Harbor'],
  ...['Summit', 'Meadow', 'Everyday', 'Signature', 'Coastal', 'Metro', 'Pioneer', 'Aurora'],
] as const

const CLOTHES = ['XS', 'S', 'M', 'L', 'XL', 'XXL']
const SHOES = ['7', '8', '9', '10', '11', '12']
const FABRICS = ['cotton', 'linen', 'polyester', 'wool', 'bamboo']
const WORN = ['breathable', 'machine washable', 'slim fit', 'quick dry', 'stretch', 'wrinkle free']
const STRONG = ['waterproof', 'lightweight', 'foldable', 'reinforced', 'scratch resistant']
const KITCHEN = ['dishwasher safe', 'non stick', 'heat resistant', 'stackable', 'leakproof']
const DEVICE = ['wireless', 'fast charging', 'noise cancelling', 'foldable', 'splash proof']
const SOFT = ['hypoallergenic', 'machine washable', 'reversible', 'extra soft', 'fade resistant']
const METALS = ['steel', 'aluminium', 'copper', 'ceramic']

type Row = [
  name: string,
  materials: readonly string[],
  sizes: readonly string[],
  low: number,
  high: number,
]

const rows: readonly (readonly [string, readonly string[], readonly Row[]])[] = [
  [
    'Clothing',
    WORN,
    [
      ['t-shirt', FABRICS, CLOTHES, 900, 4900],
      ['dress shirt', ['cotton', 'linen', 'silk'], CLOTHES, 2400, 9900],
      ['hoodie', ['cotton', 'fleece', 'polyester'], CLOTHES, 2500, 8900],
      ['jeans', ['denim', 'cotton'], CLOTHES, 2900, 12900],
      ['rain jacket', ['nylon', 'polyester'], CLOTHES, 4500, 19900],
      ['summer dress', FABRICS, CLOTHES, 2500, 11900],
      ['winter scarf', ['wool', 'cashmere', 'fleece'], ['short', 'long'], 1200, 7900],
    ],
  ],
  [
    'Shoes',
    ['waterproof', 'lightweight', 'cushioned', 'non slip', 'breathable'],
    [
      ['running shoes', ['mesh', 'synthetic'], SHOES, 3900, 17900],
      ['hiking boots', ['leather', 'suede', 'nylon'], SHOES, 6900, 24900],
      ['sandals', ['leather', 'cork', 'rubber'], SHOES, 1900, 8900],
      ['house slippers', ['felt', 'wool', 'cotton'], SHOES, 1200, 4900],
    ],
  ],
  [
    'Home',
    SOFT,
    [
      ['throw blanket', ['cotton', 'wool', 'fleece'], ['small', 'medium', 'large'], 1900, 9900],
      ['throw pillow', ['cotton', 'linen', 'velvet'], ['40 cm', '50 cm', '60 cm'], 900, 4900],
      ['bath towel', ['cotton', 'bamboo'], ['small', 'medium', 'large'], 700, 3900],
      [
        'blackout curtain',
        ['polyester', 'linen', 'velvet'],
        ['140 cm', '180 cm', '240 cm'],
        1900,
        8900,
      ],
      [
        'table lamp',
        ['ceramic', 'wood', 'glass', 'steel'],
        ['small', 'medium', 'large'],
        1900,
        12900,
      ],
    ],
  ],
  [
    'Kitchen',
    KITCHEN,
    [
      ['frying pan', METALS, ['20 cm', '24 cm', '28 cm'], 1900, 12900],
      ['coffee mug', ['ceramic', 'glass', 'steel'], ['250 ml', '350 ml', '450 ml'], 600, 2900],
      ['water bottle', ['steel', 'glass', 'plastic'], ['500 ml', '750 ml', '1 l'], 900, 4500],
      ['lunch box', ['steel', 'plastic', 'bamboo'], ['600 ml', '900 ml', '1200 ml'], 1100, 4900],
      ['storage jar', ['glass', 'ceramic'], ['500 ml', '1 l', '2 l'], 500, 2900],
    ],
  ],
  [
    'Electronics',
    DEVICE,
    [
      ['headphones', ['plastic', 'aluminium'], ['standard', 'large'], 2900, 34900],
      ['mechanical keyboard', ['aluminium', 'plastic'], ['compact', 'full size'], 4900, 22900],
      ['desk fan', ['plastic', 'steel'], ['20 cm', '30 cm'], 1900, 8900],
      ['phone case', ['silicone', 'leather', 'plastic'], ['small', 'medium', 'large'], 900, 4900],
      ['bluetooth speaker', ['plastic', 'aluminium', 'wood'], ['mini', 'standard'], 1900, 19900],
    ],
  ],
  [
    'Outdoor',
    STRONG,
    [
      ['backpack', ['nylon', 'canvas', 'leather'], ['15 l', '25 l', '40 l'], 2900, 18900],
      ['camping tent', ['nylon', 'polyester'], ['1 person', '2 person', '4 person'], 6900, 44900],
      ['sleeping bag', ['nylon', 'down', 'cotton'], ['regular', 'long'], 3900, 24900],
      ['yoga mat', ['rubber', 'cork', 'foam'], ['4 mm', '6 mm', '8 mm'], 1500, 7900],
    ],
  ],
  [
    'Office',
    ['lined', 'recycled', 'refillable', 'adjustable', 'compact'],
    [
      ['notebook', ['paper', 'leather'], ['A4', 'A5', 'A6'], 400, 2900],
      ['desk organizer', ['wood', 'steel', 'plastic'], ['small', 'large'], 900, 4900],
      [
        'laptop stand',
        ['aluminium', 'wood', 'steel'],
        ['13 inch', '15 inch', '17 inch'],
        1900,
        9900,
      ],
      ['pencil case', ['canvas', 'leather', 'silicone'], ['small', 'large'], 500, 2500],
    ],
  ],
]

export const PRODUCT_TYPES: readonly ProductType[] = rows.flatMap(([category, features, types]) =>
  types.map(([name, materials, sizes, low, high]) => ({
    ...{ name, category, materials, features, sizes, low, high },
  })),
)
export const CATEGORIES: readonly string[] = rows.map(([category]) => category)
