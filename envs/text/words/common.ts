/** Everyday words of four to eight letters in their base form, in alphabetical order. */
export const common = `
aardvark abandon abide ability able abnormal abolish about above abroad absence absent absolute
absorb abstract absurd abysmal academic accent accept access accident accord account accuracy
accurate accuse accustom achieve acid acorn acoustic acquire acronym across action activate active
actively activity actor actual actually acute adapt adapter addict addition address adequate
adhere adjacent adjust admire admit adopt adoption adult advance advent adverse advert advice
advise adviser advisor advisory advocate aerial affair affect afford afraid after again against
agency agenda agent aging agony agree agreed ahead aircraft airport akin alarm alas albeit album
alcohol alert algebra alias alien align alike alive allege allergic alliance allocate allow ally
almost alone along aloud alpha alphabet already also alter although always amateur amaze amber
ambient amend among amount ample amuse anagram analog analogue analogy analyses analysis analyst
analyze anarchy anatomy ancestor ancient anecdote angel anger angle angry anguish animal announce
annoy annual annually anomaly anorak another answer antidote antique anxious anybody anyhow anyone
anyplace anything anyway anywhere apart apathy apology appall apparent appeal appear append
appendix applause apple apply appoint approach approval approve arcade arcane arch archaic archive
area arena arguable arguably argue argument arise arisen army arose around arrange array arrest
arrival arrive arrogant arrow article artist artistic ascend ashamed aside asleep aspect assemble
assembly assert asset assign assist assort assume assure asterisk atlas atom atomic attach attack
attain attempt attend attitude attorney attract audible audience audio aunt author automate autumn
average avoid await awake award aware away awful awfully awkward axes axiom axis baby back
backbone backlog backward bacteria badge badly baffle baggage bake balance ball ballet ballot
banal banana band bang bank bankrupt banner bare barely bargain bark baroque barrel barrier base
basement bash basic basis basket bass batch bath bathroom battery battle beach beam bean bear
beard beast beat beaten beauty became because become bedroom beef been beer before began begin
beginner begun behalf behave behavior behind being belief believe believer bell belong beloved
below belt bench bend beneath benefit bent beside best beta better between beware beyond bias
bible biblical bicycle bill billfold billion binary bind biology bird birth birthday biscuit
bishop bite bitmap bitten bitter bizarre black blade blame blank blanket blast blatant bless blew
blind blindly blink bliss blob block blood blow blown blue blurb board boat body boggle bogus boil
bold bolt bomb bond bone bonus book booklet bookshop boom boost boot border bore boredom born
borne borrow boss both bother bottle bottom bought bounce bound boundary bout bowl bracket brain
brake branch brand brass brave breach bread break breath breathe bred breed breeze brethren brick
bridge brief briefly brigade bright brightly bring broad broadly broke broken brother brought
brown browse brush brutal bubble buck bucket budget buffer build built bulb bulk bull bullet
bulletin bump bunch bundle burden burn burnt burst bury bush business bust busy butter button
buyer bypass byte cabbage cabinet cable caffeine cage cake calculus calendar call caller calm came
camera camp campaign campus cancel cannot capable capacity capital captain capture carbon card
care career careful careless carpet carriage carrier carrot carry cartoon case cash cassette cast
castle casual catalog catch category cater cattle caught causal cause caution cave caveat cease
ceiling cell cellular censor cent center central century ceremony certain chain chair chairman
chalk chamber champion chance change channel chaos chaotic chap chapel chapter char charge charity
charm chart charter chase chat cheap cheaply cheat check checker cheek cheer cheerful cheese
chemical chemist chess chest chestnut chew chicken chief child childish children chip choice choir
choose chop choral chord chorus chose chosen chuck chunk church cider cinema circa circle circuit
circular cite citizen city civil civilian civilize claim clarify clarity clash class classic
classify clause clean cleanly clear clearly clever click client cliff climate climb clinic
clinical clip clique clock clog clone close closely closet closure cloth clothe cloud club clue
clumsy cluster coach coal coarse coast coat cobbler code coffee coherent coin coincide coke cold
collapse collar collate collect college colon colony color column combat combine come comedy
comfort comic comma command commence comment commit common commonly communal compact company
compare compel compete compile compiler complain complete complex comply compose composer compound
compress comprise compute computer conceal concede conceive concept concern concert concerto
concise conclude concrete concur condemn condense condone conduct confess confine confirm conflict
conform confront confuse congest connect consent consider consist console constant consult consume
consumer contact contain contempt contend content contest context continue contour contract
contrary contrast contrive control converse convert convey convict convince cook cookie cool cope
copper copy core corn corner correct corridor corrupt cosmic cost costly cotton cough could
council counsel count counter country county couple courage courier course court courtesy cousin
cover coverage cozy crack craft cramp crash crawl crazy cream create creation creative creator
creature credible credit creed creep crew cricket crime criminal crisis crisp criteria critic
critical crop cross crowd crown crucial crude cruel cruelty cruise crunch crush cryptic crystal
cube cubic cuckoo cuddly culprit cult cultural culture cunning cupboard cure curious curly
currency current curry curse cursor curtain curve custard custom customer cute cycle cyclist
cylinder cynic cynical daft daily damage damp dance danger dare dark darkness darling dash data
database date daughter dawn daylight daytime dead deadline deadly deaf deal dealer dealt dear
death debate debt debug debugger decade decay decent decide decimal decision deck declare decline
decode decrease dedicate deduce deed deem deep deeply default defeat defect defend defense define
definite defy degrade degree deity delay delete deletion delicate delight deliver delivery delta
delusion demand demise demolish denote dense density dentist deny depend deposit depress deprive
depth deputy derange derive descend describe desert deserve design designer desire desk desktop
despair despise despite destine destroy detach detail detect detector detract develop device devil
devious devise devoid devote diagonal diagram dial dialect dialog dialogue diameter diary dice
dictate dictator diesel diet differ digest digit digital dignity dilemma dine diner dinner dire
direct directly director dirt dirty disable disagree disaster disc discard disco discount discover
discrete discuss disease disguise disgust dish disk dislike dismal dismiss disorder display
disposal dispose dispute disrupt distance distant distinct distort distract distress district
disturb ditch ditto dive diverse divert divide divine division divorce doctor doctrine document
dodge dogma doing dole dollar domain domestic dominant dominate donate donation done doom door
dose double doubt doubtful down downhill dozen draft drag dragon drain drama dramatic drank
drastic draw drawback drawn dread dreadful dream dreary dress drew drift drill drink drip drive
drivel driven driver drop drove drown drum drunk drunken dual dubious duck dull duly dumb dummy
dump dumpster duration during dust dustbin dusty duty dying dynamic each eager eagerly eagle early
earn earth ease easily east eastern easy eaten eater echo ecology economic economy edge edit
edition editor educate effect effort eight eighteen eighth either elderly elect election electric
electron elegant element elephant elevator eleven eligible elite elitist else embed emerge eminent
emit emotion emphasis empire employ employee employer empty emulate emulator enable enclose encode
endeavor endless enemy energy enforce engage engine engineer enhance enjoy enlarge enormous enough
ensure entail enter entire entirely entirety entitle entity entrance entry envelope envisage envy
epic episode equal equality equally equate equation equip erase eraser ergo error escape esoteric
essay essence estate estimate eternal eternity ethic ethical evaluate even evenly event eventual
ever every everyday everyone evidence evident evil evolve exact exactly exam examine examiner
example exceed except excess exchange excite exclude excuse execute exempt exercise exhaust
exhibit exist exit exotic expand expect expense expert expire expiry explain explicit explode
exploit explore export expose exposure express extant extend extent external extra extract extreme
eyesight fabric face facility fact factor factory factual faculty fail failure faint fair fairly
fairness fairy faith faithful fake fall fallacy fallen false fame familiar family famine famous
fancy fantasy farce fare farewell farm farmer fashion fast fatal fate father fatuous faucet fault
faulty favor favorite fear feasible feat feature federal feeble feed feedback feel feet fell
fellow felt female feminist fence fender festival fetch fever fiber fiction fiddle field fierce
fifteen fifth fifty fight fighter figure file fill film filter filthy final finalize finally
finance find fine finger finish finite fire firework firm firmly first firstly fiscal fish five
fiver fizzy flag flame flash flat flavor flaw fleet flesh flew flexible flight flip float flood
floor floppy flour flow flower flown fluent fluffy fluid flush flute foam focus fold folder folk
follow follower fond font food fool foolish foot football footnote forbade forbid force forcibly
forecast foreign forest forever forgave forget forgive forgiven forgot fork form formal formally
format former formerly formula formulae forth fortune forty forum forward fossil fought foul found
fountain four fourteen fourth fraction fragile fragment frame frank frankly frantic fraud freak
free freed freedom freely freeway freeze french frequent fresh friction friend friendly frighten
fringe frog from front frown froze frozen fruit fudge fuel fulfill full fully fume function fund
funeral funny furry fuse fusion fuss fussy futile future fuzzy gain galactic galaxy game gang
garage garbage garble garden gasoline gasp gate gateway gather gave gear gender gene general
generate generic generous genetic genius genre gentle gently genuine geology geometry gesture
ghastly ghost giant gift girl give given glad gladly glance glass glean global globally glorious
glory glossy glove glow glue gnome goal goat goes gold golden goldfish golf gone good goodbye
goodness goody gorgeous gospel gossip gotten govern governor gown grab grace grade gradual
graduate graffiti grain grammar grand grant graph graphic grasp grass grateful grave gravity gray
greasy great greatly greed greedy green grew grid grief grim grind grip groan gross grossly ground
group grow grown growth guard guess guest guidance guide guilt guilty guitar gulf gullible gutter
habit hack hacker hail hair haircut hairy half hall halt halve hammer hand handbook handful handle
handler handy hang hangover happen happily happy hard hardback harden hardly hardship hardware
hardy harm harmful harmless harmony harsh hash hassle hasten hasty hate hatred have havoc hazard
hazy head headache header headline health healthy heap hear heard heart heartily heat heaven
heavily heavy heel height held hello helmet help helpful helpless hence herd here hereby heritage
hero heroic herself hesitate hidden hide hideous high highly highway hill himself hint hire
historic history hitherto hobby hold holder hole holiday hollow holy home honest honestly honesty
honey honor honorary hook hope hopeful hopeless horde horizon horn horrible horribly horrid
horrific horrify horror horse hospital host hostile hotel hour house however huge hugely human
humane humanity humble humbly humor humorous hundred hung hungry hunt hurry hurt husband hydrogen
hyphen icon idea ideal ideally identify identity ideology idiom idle ignorant ignore illegal
illness illusion image imagine immature immense imminent immoral immortal immune impact impair
impend imperial implicit imply import impose impress imprison improve impulse inane inch incident
incline include income increase incur indeed indent index indicate indirect induce indulge
industry inertia infamous infant infect inferior infinite infinity inflict info inform informal
inhabit inherent inherit inhibit initial initiate inject injure injury inner innocent input
inquire inquiry insane insect insecure insert inside insight insist insofar inspect inspire
install instance instant instead instinct instruct insult intact intake integer integral intend
intense intent inter interact interest interim interior internal interval intimate into invade
invalid invasion invent inventor inverse invert invest invite invoke involve irate iron ironic
irony irritate island isolate issue item itself jack jacket jail jargon jazz jealous jeans jelly
jerk jest join joint jointly joke jolly journal journey judge judgment juice jump junction jungle
junior junk jury just justice justify juvenile keen keep keeper kept kernel kettle keyboard
keyword kick kidnap kidney kind kindly kindness king kingdom kiss kitchen knee knew knife knight
knock know known label labor lack ladder lady lager laid lain lake lamp land landlord lane
language large largely lark laser last late lately latter laugh laughter launch lavatory lawn
lawyer layer layout laziness lazy leach lead leader leaf leaflet league leak lean leap learn least
leather leave lecture lecturer left legal legally legend legible leisure lemon lend length lengthy
lenient lens lent less lesser lesson lest lethal letter level liable liaison libel liberal liberty
library license life lifetime lift light lightly like likely likewise limb limit line linear link
linkage lion liquid liquor lisp list listen listener liter literal literary literate litter little
live lively load loader loan lobby local locally locate location lock lodge logic logical logo
lonely long look loop loophole loose loosely lord lorry lose loss lost loud loudly lousy love
lovely lover loyal luck luckily lucky luggage lump lunch lung lurk luxury lying lyric machine made
madness magazine magic magical magnetic mail mailbox main mainly maintain maize major majority
make maker male manage manager mandate mangle mania mankind manner manpower manual manually many
march margin marginal marital mark marker market marriage marry mask mass massive master match
mate material matrices matrix matter mature maximize maximum maybe mayor maze meal mean meant
meantime measure meat mechanic media medical medicine medieval medium meet megabyte melody melt
member memory mend mental mentally mention menu mercury mercy mere merely merge merit merry mess
message messy metal metaphor meter method metric metro mice midday middle midnight might mighty
migrate mild mildly mile mileage military milk mill million mimic mind mindless mine minimal
minimize minimum minister minor minority mint minus minute miracle mirror misery misguide mislead
misled misplace misprint misread miss missile mission mist mistake mistaken mistook misuse mixture
mnemonic moan mobile mock mode model moderate modern modest modify module mold mole molecule
moment momentum monarch money monitor monkey monopoly monster month monthly mood moon moral
morality morally more moreover mortal most mostly mother motion motivate motive motor motorway
motto mount mountain mouse mouth move movement movie much muck muddle multiple multiply mumble
mummy mundane muscle museum music musical musician must mutter mutual mutually myself mystery
mystic myth mythical nail naive name nameless namely narrow nasty nation national native natural
nature naughty near nearby nearly neat neatly neck need needle needless negate negative neglect
neighbor neither nerve nervous nest network neural neutral never newcomer newly next nice nicely
nick nickname night nine noble nobody node noise noisy nominal nominate none nonsense noon norm
normal normally north northern nose notable notably notation note nothing notice notify notion
noun novel novelty novice nowadays nowhere nuclear nuisance null numb numeral numeric numerous
nurse obey object oblige obscure observe observer obsess obsolete obstruct obtain obvious occasion
occupy occur ocean oddly offend offender offense offer offhand office officer official offset
often omission omit once oneself ongoing onion only onto onus open openly opera operate operator
opinion opponent oppose opposite oppress optic optical optimal optimize optimum option optional
opus oral orange orbit orbital order ordinary organ organic organize orient origin original
orthodox other ought outcome outcry outdated outer outline outlook output outrage outright outset
outside outweigh over overall overcame overcome overdue overflow overhead overlap overload
overlong overlook overly override overrode overseas overtime overtone overview owing owner oxygen
ozone pace pacifier pack package packet page paid pain painful painless paint pair palace pale
panel panic pant paper parade paradise paradox parallel pardon parent parity park parody parrot
parse part partial particle partly partner party pass passage passion passive passport password
past paste patch patent path pathetic patience patient pattern pause pavement payment peace
peaceful peak peanut peasant peculiar pedal pedant pedantic pedantry peer penalty pence pencil
pended pending penguin penny people perceive percent perfect perform perhaps period periodic
permit persist person personal persuade petrol petty pharmacy phase phoenix phone photo phrase
physic physical piano pick picture piece pigeon pile pill pilot pinch pink pint pipe pipeline
pitch pitfall pity pizza place plague plain plainly plan plane planet plant plaster plastic plate
platform play player plea pleasant please pleasure plenty plot plotter ploy plug plural plus
pocket poem poet poetic poetry point pointer poison poke polar pole police policy polish polite
poll pompous pool poor poorly pope populace popular populate pork port portable porter portion
portray pose position positive possess possible possibly post postage postal postcard poster
postpone potato pound pour poverty powder power powerful practice praise pray prayer preach
precede precious precise predict preface prefer prefix premise premium prepare presence present
preserve press pressure presume pretend pretty prevail prevent preview previous price pride priest
primary prime prince print printer printout prior priority prison prisoner privacy private prize
probable probably problem proceed process proclaim produce producer product profile profit
profound program progress prohibit project prolong promise promote prompt promptly prone pronoun
proof proper properly property prophet proposal propose prose prospect protect protein protest
protocol proud prove proven provide provoke pseudo public publicly publish pudding pull pulp pulse
pump punch puncture punish punt pupil purchase pure purely purge purity purple purpose pursue
pursuit push puzzle python qualify quality quantity quantum quarter queen query quest question
queue quibble quick quickly quiet quietly quit quite quiz quota quote rabbit rabid race racial
rack racket radar radical radio radius rage raid rail railroad railway rain rainbow raise rampant
random randomly rang range rank rant rapid rapidly rare rarely rash rate rather ratio rational
rattle rave razor reach react reaction reactor read readable reader readily ready real reality
realize really realm rear reason reassure rebuild rebuilt recall receipt receive receiver recent
recently recipe reckless reckon reclaim record recorder recover recovery recruit rectify recycle
redefine redirect reduce refer refine reflect reflex reform reformat refrain refresh refund
refusal refuse refute regain regard regime region regional register regret regular reign reject
relate relation relative relax relay release relevant reliable reliably relief relieve religion
rely remain remark remedy remember remind reminder remote remotely removal remove rename rend
render renew rent repair repeat repent rephrase replace reply report reporter request require
reread rescue research resemble resent reserve reset reside resident resign resist resolve resort
resource respect respond response rest restart restore restrain restrict result resume retail
retain retire retract retrieve return reuse reveal revenge revenue reverse revert review revise
revision revolt reward rewrite rewrote rhyme rhythm ribbon rice rich ridden ride right rightly
rigid rigorous ring riot rise risen risk risky ritual rival river road robot robust rock rocket
rode role roll roman romance romantic roof room root rope rose rotate rotation rotten rough
roughly round rout route routine royal rubber rubbish rude ruin rule ruler rumor rung rural rush
rusty sabotage sack sacred sadden sadly safe safely safety saga said sail saint sake salary sale
salesman salt same sample sand sandwich sane sang sanity sank sarcasm satire satisfy sauce save
scale scan scandal scanner scarce scarcely scare scarf scarlet scatter scenario scene scenery
schedule scheme scholar school science scope score scotch scrap scratch scream screen screw script
scroll seal search season seat second secondly secret secretly sect section sector secular secure
security seed seek seem seen segment seldom select self selfish sell semantic seminar send sender
senior sense sensible sensibly sent sentence sentient separate sequel sequence serial series
serious sermon servant serve server service session settle seven seventh several severe severely
severity shade shadow shake shaken shaky shall shallow shame shape share sharp sharply sheep sheer
sheet shelf shell shelter shelve shift shine shiny ship shirt shock shoe shone shook shoot shop
short shortage shorten shortly shot should shoulder shout shove show shower shown shut shutdown
sick side sideways sigh sight sigma sign signal silence silent silicon silly silver similar simple
simplify simply simulate since sincere sine sinful sing singer single singular sinister sink
sister site situate sixteen sixth sixty size skeleton sketch skill skin skip skirt skull slang
slash sleep slept slice slid slide slight slightly slim slip slippery slogan slope sloppy slot
slow slowly small smallish smart smash smell smelly smile smith smoke smoker smooth smoothly smug
snack snag snail sneak sneaky sniff snobbery snow soap sober social socially society sock socket
soft software soil solar sold soldier sole solely solid solo solution solve some somebody somehow
someone sometime somewhat song soon sordid sore sorry sort sought soul sound soup source south
southern space span spare spatial speak speaker special specific specify specimen spectrum sped
speech speed spell spend spent sphere spigot spike spill spin spiral spirit spit spite splendid
split spoil spoke spoken sponsor spoof spool sport spot spout sprang spray spread spring sprung
spur spurious squad square squash squeeze stable stack staff stage stagger stair stake stale stall
stamp stance stand standard star stare stark start starter startle starve state static station
status stay steadily steady steal steam steel steep steer stem step stereo sterile sterling stick
sticky stiff still stir stock stole stolen stomach stone stood stop storage store storm story
straight strain strange strategy straw stray stream street strength stress stretch strict strictly
strike string strip strive stroke strong strongly struck struggle stuck student studio study stuff
stumble stun stunt stupid style subject submit subset subtle subtlety subtly subway succeed
success such sudden suddenly suffer sufferer suffice suffix sugar suggest suing suit suitable
suitably suite summary summer sundry sung sunk sunlight sunny sunrise sunshine super superb
superior supplier supply support suppose suppress supreme sure surely surface surgery surname
surplus surprise surround survey survival survive suspect suspend sustain swallow swam swamp swap
swear sweat sweep sweet swept swim swing switch sword swore sworn swum symbol symbolic symmetry
sympathy symphony symptom syndrome synonym syntax system table tack tackle tactic tactical
tactless tail tailor take taken taker tale talent talk tall tame tangent tank tape target task
taste taught taxation taxi taxpayer teach teacher team teapot tear tedious teenage teenager teeth
tell temple tempt tend tendency tender tennis tense tension tenth term terminal terrible terribly
terrify terse test text textbook textual than thank thankful that theater theft their them theme
then theology theorem theory therapy there thereby therein thereof these thesis they thick thief
thieve thin thing think third thirst thirty this thorough those though thought thous thousand
thread threat threaten three threw throat through throw thrown thrust thumb tick ticket tidy tiger
tight tightly tile till time timer tiny tire tiresome title toad toast tobacco today together
toggle toilet token told tolerant tolerate toll tomato tome tomorrow tone tongue tonight took tool
tooth topic topical tore torn toss total totally touch tough tour tourist toward tower town trace
track trade traffic tragedy tragic trail train transfer transit transmit trap trash trashcan
travel tray tread treasure treat treaty tree trek trend trendy trial triangle tribe trick tricky
trifle trigger trilogy trinity trip triple triumph trivia trivial trolley troop trouble trouser
truck true truly trumpet truncate trunk trust trusty truth tube tune tunnel turn tutor tutorial
twelve twenty twice twin twist tying type typeset typical ugly ultimate umbrella unable unaware
unbiased uncle unclear uncommon under undergo underlay underlie undid undo undone unduly uneasy
unfair unhappy uniform unify union unique uniquely unit unite unity universe unknown unless unlike
unlikely unload unlock unlucky unread unsafe unseen unset unsound unstable unsure untidy until
untrue unusable unused unusual unwanted unwise update upgrade upon upper upright upset upside
upstairs upward urban urge urgency urgent urgently usable usage useful usefully useless user using
usual usually utility utter utterly vacancy vacation vacuum vague vaguely vain valid validity
valley valuable value valve vanish variable variance variant variety various vary vast vastly
vector vehicle vein velocity vend vendor venture venue verb verbal verbally verbatim verbose
verdict verify verse version versus vertical very vessel viable vicar vice vicinity vicious victim
victory video view viewer vile village vintage vinyl violate violence violent violin virtual
virtue virus visible vision visit visitor visual visually vital vocal voice void voltage volume
vote voter vouch vowel wade waffle wage wait wake walk wall wallet wander want ward warm warn warp
warrant warranty wartime wary wash waste wasteful watch water wave weak weakness wealth wealthy
weapon wear weary weasel weather week weekday weekend weekly weigh weight weird welcome welfare
well went were west western whale what whatever wheel when whence whenever where whereas whereby
wherever whether which while whilst whim whiskey whistle white whoever whole wholly whom whoop
whose wide widely width wife wild wildly will wind window wine wing winner winter wipe wire wisdom
wise wish witch with withdraw withdrew within without witness witty wizard woke woken wolf woman
wombat women wonder wondrous wood wooden word wore work workable worker workload workshop world
worm worn worry worse worship worst worth worthy would wound wrap wrapper wrath wreck wren wrist
write writer written wrong wrongly wrote yard yawn year yearly yellow yield young your yourself
youth zero zone zoom
`
