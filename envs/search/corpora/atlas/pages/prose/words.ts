/** What a word in braces may become, beside `{name}`, `{she}`, `{her}` and the kinds of entities. */
const lists = {
  season: 'spring,early summer,high summer,autumn,late autumn,winter',
  weather: 'fog,long rain,the first frost,a dry wind,heavy snow,thunderstorms,clear cold,mild damp',
  material:
    'slate,pale sandstone,grey granite,oak,larch,fired brick,limestone,clay,tarred pine,wrought iron',
  colour: 'ochre,deep green,chalk white,rust red,slate blue,soot black,straw yellow,dull violet',
  trade:
    'weavers,coopers,salt dealers,boatmen,masons,printers,tanners,clockmakers,glaziers,rope makers',
  goods:
    'wool,barley,dried fish,honey,candles,lace,cut timber,salt,paper,copper pans,linen,cider,felt',
  food: 'rye bread,smoked trout,plum dumplings,barley soup,pickled beets,goat cheese,pear cake,leek pie',
  animal: 'storks,otters,mules,goats,herons,sheepdogs,geese,swallows,bees,owls',
  plant: 'lime trees,walnut trees,hops,wild roses,juniper,reeds,apple trees,thistles,poplars,moss',
  instrument: 'fiddle,hurdy-gurdy,flute,drum,zither,bagpipe,organ,cornet',
  feeling: 'patience,pride,curiosity,doubt,stubbornness,good humour,reserve,kindness,restlessness',
  quality: 'plain,exact,slow,bold,careful,uneven,dry,warm,severe,playful',
  people: 'neighbours,visitors,scholars,schoolchildren,shopkeepers,pilgrims,clerks,carters,critics',
  paper:
    'a ledger,a bundle of letters,a parish list,a diary,a set of drawings,an account book,a map',
  keeper: 'the archive,the town library,a museum,a private house,the chapter house,a guild hall',
  part: 'the gate,the staircase,the roof,the north wall,the cellar,the courtyard,the great window,the floor',
  time: 'at dawn,before noon,in the evening,after dark,on market days,on feast days,once a week',
  view: 'the valley,the harbour,the fields,the old road,the hills,the marsh,the orchards',
  often: 'often,seldom,now and then,as a rule,in most years,more than once,without fail',
  said: 'it is said,older people tell,a guidebook claims,some hold,a song has it,the caretaker says',
}
export type Slot = keyof typeof lists

const words = new Map(Object.entries(lists).map(([slot, all]) => [slot, all.split(',')]))

export const isSlot = (name: string): name is Slot => words.has(name)
export const wordsOf = (slot: Slot): readonly string[] => words.get(slot) ?? []
