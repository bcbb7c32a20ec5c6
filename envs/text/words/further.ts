/** Words of four to six letters that are no secrets, but good guesses. */
export const further = `
aback abacus abaft abase abased abases abash abate abated abates abbess abbey abbeys abbot abbots
abduct abeam abed abet abets abhor abhors abides abject abjure ablaze abler ablest abloom ably
aboard abode abodes abound abrade abrupt abuse abused abuser abuses abut abuts abuzz abyss acacia
accede accost accrue aced aces acetic ache ached aches achier aching achoo achy acidic acidly
acids acing acme acmes acne acorns acquit acre acres acrid acted acting actors acts acuity acumen
acuter acutes adage adages adagio adapts added addend adder adders adding addle addled addles adds
adduce adept adepts adieu adieus adjoin adjure adman admen admits adobe adobes adopts adore adored
adores adorn adorns adrift adroit adults adverb adware adze adzes aegis aerate aerie aeries aery
afar affirm affix affray afghan afield afire aflame afloat afoot afoul afresh agape agar agate
agates agave aged ageism agents ages aghast agile agings agleam aglow agog agrees ague ahem ahoy
aide aided aides aiding aids ailed ailing ails aimed aiming aims aired airier airily airing airman
airmen airs airway airy aisle aisles ajar akimbo alarms albino albs albums alcove alder alders
alerts ales alga algae alibi alibis aliens alight aligns alkali allay allays alley alleys allied
allies allot allots allows alloy alloys allude allure almond alms aloe aloes aloft aloha alohas
aloof alpaca alphas alpine altar altars alters alto altos alum alumna alumni alums amass amazed
amazes amazon amble ambled ambles ambush amen amends amid amigo amigos amino amiss amity ammo
amoeba amok amoral amour amours ampere ampler amply amps ampule amulet amused amuses anchor anemia
anemic anew angels angers angina angled angler angles angora angst anime animus anion anions anise
ankh ankhs ankle ankles anklet annals anneal annex annoys annul annuls anode anodes anoint anon
anons ante anted antes anthem anther anti antic antics antis antler ants anvil anvils aorta aortas
apace aped apes apex apexes aphid aphids apiary apiece aping aplomb apogee apples apps apron
aprons apse apses apter aptest aptly aqua aquas arable arbor arbors arced arched archer arches
archly arcing arcs arctic ardent ardor ardors areas arenas ares argon argosy argot argots argued
argues argyle aria arias arid aright arises arks armada armed armful armies arming armlet armor
armors armory armpit arms aroma aromas arouse arrant arrays arrows arroyo arson artery artful
artier arts artsy arty ascent ascot ascots ashcan ashed ashen ashes ashier ashing ashore ashram
ashy asides asked askew asking asks aslant aspen aspens aspic aspics aspire asps assail assay
assays assent assets assize aster astern asters asthma astir astral astray astute asylum atoll
atolls atoms atonal atone atoned atones atop atria atrium attar attest attic attics attire attune
auburn audios audit audits auger augers aught aughts augur augurs augury august auks aunts aura
aural auras autism auto autos avail avails avast avatar avenge avenue aver avers averse avert
averts avian aviary avid avidly avoids avow avowal avowed avows awaits awaken awakes awards awash
awed aweigh awes awhile awing awls awning awoke awoken awry axed axial axing axioms axle axles
axon axons ayes azalea azure azures baaed baaing baas babble babe babel babels babes babied babier
babies baboon backed backer backs backup bacon badder bade badger badges bagel bagels bagged baggy
bags bail bailed bails bait baited baits baize baked baker bakers bakery bakes baking bald balded
balder baldly balds bale baled baleen bales baling balk balked balks balky ballad balled balls
ballsy balm balms balmy balsa balsam balsas bamboo banded bandit bands bandy bane banes banged
bangle bangs bani banish banjo banjos banked banker banks banned banns bans bantam banter banyan
baobab barb barbed barber barbs bard bards bared barer bares barest barf barfed barfs barge barged
barges baring barium barked barker barks barley barman barn barns baron barons barred barren
barrio barrow bars barter basal basalt based basely baser bases basest bashed bashes basics basil
basin basing basins bask basked basks basses basso bassos bast baste basted bastes bate bated
bates bathe bathed bather bathes bathos baths batik batiks bating baton batons bats batted batten
batter batty bauble baud bawl bawled bawls bayed baying bayou bayous bays bazaar beacon bead
beaded beads beady beagle beak beaked beaker beaks beamed beams beaned beans beards bearer bears
beasts beater beats beau beaus beaver bebop bebops becalm beck beckon becks bedbug bedded bedder
bedeck bedlam bedpan beds beech beefed beefs beefy beep beeped beeper beeps beers bees beet beetle
beets beeves befall befell befit befits befog befogs befoul begat beget begets beggar begged
begins begone begot begs behead beheld behest behold beige beings belay belays belch belfry belie
belied belies belle belled belles bellow bells belly belted belts bemoan bemuse bender bends
benign bents benumb berate bereft beret berets berg bergs berm berms berry berth berths beryl
beryls beset besets besom besoms besot besots bested bestir bestow bests betake betas betcha
betide betook betray bets bettor bevel bevels bevies bevy bewail biased biases bibles bibs bicep
biceps bicker bidden bidder biddy bide bides bidet bidets biding bids bier biers bigamy bigger
biggie bight bights bigot bigots bigwig bike biked biker bikers bikes biking bikini bile bilge
bilges bilk bilked bilks billed billet billow bills billy binder binds binge binged binges bingo
binned bins bionic biopsy biped bipeds birch birded birdie birds births bisect bison bisque bistro
bites biting bits blab blabs blacks blades blah blamed blamer blames blanch bland blanks blare
blared blares blasts blaze blazed blazer blazes blazon bleach bleak bleary bleat bleats bled bleed
bleeds bleep bleeps blench blend blends blight blimp blimps blinds bling blinks blintz blip blips
blithe blitz bloat bloats blobs bloc blocks blocs blog blogs blond blonde blonds bloods bloom
blooms blot blotch blots blouse blower blows blowup blowzy blued bluer blues bluest bluff bluffs
bluing bluish blunt blunts blur blurbs blurry blurs blurt blurts blush boar boards boars boas
boast boasts boated boater boats bobbed bobbin bobble bobby bobcat bobs bode boded bodega bodes
bodice bodies bodily boding bodkin bogey bogeys bogged boggy bogie bogies bogs boiled boiler boils
bola bolas bolder boldly bole bolero boles boll bolls bolted bolts bombed bomber bombs bonbon
bonded bonds boned bones bong bonged bongo bongos bongs bonier bonito bonnet bonny bonsai bony
boodle booed boogie booked bookie books boomed booms boon boons boor boors boos boosts booted
bootee booth booths boots booty booze boozed boozer boozes boozy bopped bops borax bored borer
borers bores boring boron bosh bossed bosses bossy botany botch botnet bough boughs bouncy bounds
bounty bouts bovine bowed bower bowers bowing bowled bowler bowls bowman bowmen bows boxcar boxed
boxer boxers boxes boxing boyish boys bozo bozos brace braced braces bract bracts brad brads brag
brags braid braids brains brainy braise braked brakes bran brands brandy bras brash brassy brat
brats bratty braved braver braves bravo bravos brawl brawls brawn brawny bray brayed brays brazen
breads breaks breech breeds breezy brew brewed brewer brews bribe bribed bribes bricks bridal
bride brides bridle briefs brier briers brig brigs brim brims brine brings brink brinks briny
brisk brisks broach broads brogan brogue broil broils broker bronco bronze brooch brood broods
brook brooks broom brooms broth broths brow browns brows bruin bruins bruise brunch brunet brunt
brute brutes bubbly bucked buckle bucks budded buddy budge budged budges budgie buds buff buffed
buffet buffs bugged buggy bugle bugled bugler bugles bugs builds bulbs bulge bulged bulges bulgy
bulked bulks bulky bulled bulls bully bumble bummed bummer bumped bumper bumps bumpy bums bung
bunged bungle bungs bunion bunk bunked bunker bunks bunkum bunny buns bunt bunted bunts buoy
buoyed buoys burble bureau burg burger burgle burgs burial buried buries burka burkas burlap burly
burned burner burns burp burped burps burr burred burro burros burrow burrs burs bursar bursts
busboy busby bused buses bushed bushel bushes bushy busied busier busies busily busing buss bussed
busses busted buster bustle busts butane butch butler buts butt butte butted buttes butts buxom
buyers buying buyout buys buzz buzzed buzzer buzzes byes bygone bylaw bylaws byline byplay bytes
byway byways byword cabal cabals cabana cabbed cabby cabin cabins cabled cables cabs cacao cacaos
cache cached caches cachet cackle cacti cactus caddie cadet cadets cadge cadged cadger cadges
cadre cadres cads caftan caged cages cagey cagier cagily caging cahoot cairn cairns cajole caked
cakes caking calf calico caliph calk calked calks called callow calls callus calmed calmer calmly
calms calve calved calves calyx camber camel camels cameo cameos camped camper camps campy cams
canal canals canard canary cancan cancer candid candle candor candy cane caned canes canine caning
canker canned cannon canny canoe canoed canoes canon canons canopy cans cant canted canter canto
canton cantor cantos cants canvas canyon cape caped caper capers capes caplet capon capons capped
caps captor carafe carat carats carboy carbs carded cardio cards cared careen cares caress caret
carets cargo caries caring carnal carol carols carom caroms carp carpal carped carpel carpi carps
carpus carrel cars cart carted cartel carton carts carve carved carver carves cased casein cases
cashed cashes cashew casing casino cask casket casks cassia caste caster castes castor casts
catchy caters catgut cation catkin catnap catnip cats catty caucus caudal caulk caulks caused
causes caved cavern caves caviar cavil cavils caving cavity cavort cawed cawing caws ceased ceases
cedar cedars cede ceded cedes ceding celery cellar cello cellos cells cement censer census cents
cereal cerise cervix cesium chafe chafed chafes chaff chaffs chains chairs chaise chalet chalks
chalky champ champs chancy chant chants chaps charms chars charts chary chased chaser chases chasm
chasms chaste chats chatty cheats checks cheeks cheeky cheep cheeps cheers cheery cheesy chef
chefs cherry cherub chests chewed chewer chews chewy chic chicer chichi chick chicks chicle chide
chided chides chiefs chili chill chills chilly chime chimed chimes chimp chimps chin china chino
chinos chins chintz chips chirp chirps chisel chit chitin chits chive chives chock chocks choirs
choke choked choker chokes choler chomp chomps choosy choppy chops chords chore chores chow chowed
chows chrome chubby chucks chug chugs chum chummy chump chumps chums chunks chunky churl churls
churn churns chute chutes chyron cicada ciders cigar cigars cilia cilium cinch cinder cipher
circus cirrus cited cites cities citing citric citron citrus civet civets civics clack clacks clad
claims clam clammy clamor clamp clamps clams clan clang clangs clank clanks clans clap claps
claret clasp clasps classy claw clawed claws clay clayey cleans clears cleat cleats cleave clef
clefs cleft clefts clench clergy cleric clerk clerks clew clewed clews clicks cliffs climax climbs
clime climes clinch cling clings clingy clink clinks clips clit clits cloak cloaks cloche clocks
clod clods clogs clomp clomps cloned clones clop clops closed closer closes clot cloths clots
clouds cloudy clout clouts clove cloven clover cloves clown clowns cloy cloyed cloys clubs cluck
clucks clued clues cluing clump clumps clung clunk clunks clunky clutch coaled coals coasts coated
coats coax coaxed coaxes cobalt cobble cobra cobras cobs cobweb cocci coccis coccus coccyx cockle
cocoa cocoas cocoon coda codas codded coddle coded codes codex codger codify coding cods coed
coeds coerce coeval coffer coffin cogent cognac cogs cohere cohort coif coifs coil coiled coils
coined coins coked cokes coking cola colas colder coldly colds colic collie colons colors cols
colt colts coma comas comb combed combo combos combs comely comer comers comes comet comets comfy
comics coming comity commas conch conchs condo condor condos cone cones confab confer conga congas
conic conics conk conked conks conned cons consul convex convoy cooed cooked cooker cooks cooled
cooler coolie coolly cools coop cooped cooper coops coos coot cootie coots coped copes copied
copier copies coping copped copra cops copse copses copter copula coral corals cord corded cordon
cords cored cores coring cork corked corks corm corms cornea corned cornet corns corny corona
corps corpus corral corset cortex cosign cosine cosmos costar costed costs cote cotes cots cotter
couch cougar coughs counts coup coupe coupes coupon coups courts cove coven covens covers covert
coves covet covets covey coveys coward cowboy cowed cower cowers cowing cowl cowls cowpox cows
coyer coyest coyly coyote cozen cozens cozier cozies cozily crab crabby crabs cracks cradle crafts
crafty crag craggy crags cram cramps crams crane craned cranes crank cranks cranky cranny crape
crass crate crated crater crates cravat crave craved craven craves craw crawls craws crayon craze
crazed crazes creak creaks creaky creams creamy crease credo credos creeds creek creeks creel
creels creeps creepy creole crepe crepes crept cress crest crests cretin crewed crews crib cribs
crick cricks cried crier criers cries crimes crimp crimps cringe crises crisps crispy croak croaks
crock crocks crocus crofts crone crones crony crook crooks croon croons crops crouch croup croupy
crow crowds crowed crowns crows crud cruddy cruder cruet cruets crumb crumbs crumby crummy crust
crusts crusty crutch crux cruxes crying crypt crypts cubed cubes cubing cubism cubist cubit cubits
cubs cuddle cudgel cuds cued cues cuff cuffed cuffs cull culled culls cults cumin cumuli cupful
cupid cupids cupola cupped cups curacy curate curb curbed curbs curd curdle curds cured curer
cures curfew curie curies curing curio curios curl curled curler curlew curls curs cursed curses
curt curter curtly curtsy curved curves curvy cushy cusp cuspid cusps cuss cussed cusses cutely
cuter cutest cutesy cutlet cutoff cutout cuts cutter cutup cutups cycled cycles cyclic cygnet
cymbal cynics cyst cystic cysts czar czars dabbed dabble dabs dacha dachas dactyl daddy dado
dadoes dads daemon daffy dafter dagger dahlia dainty dairy dais daises daisy dale dales dally
damask dame dames dammed damped dampen damper damply damps dams damsel damson danced dancer dances
dander dandle dandy dangle dank danker dankly dapper dapple dared dares daring darken darker
darkly darn darned darns dart darted darts dashed dashes dated dates dating dative datum daub
daubed dauber daubs daunt daunts davit davits dawdle dawned dawns daybed days daze dazed dazes
dazing dazzle deacon deaden deader deafen deafer deals dean deans dearer dearly dears dearth
deaths deaves debar debark debars debase debit debits debris debs debtor debts debugs debunk debut
debuts decaf decal decals decamp decant decays deceit decked decks decor decors decoy decoys
decree decry deduct deeded deeds deejay deemed deems deepen deeper deeps deer deface defame defer
defers defied defies defile deform defray deft defter deftly defuse deice deiced deicer deices
deify deign deigns deism deject delays deli delis dell dells deltas delude deluge deluxe delve
delved delves demean demo demoed demon demons demos demote demur demure demurs denial denied
denier denies denim denims dens denser dent dental dented dentin dents denude depart depict deploy
deport depose depot depots depths depute derail derby deride dermis descry desist desks despot
detain deter deters detest detour detox deuce deuces devils devour devout dewier dewlap dewy
dharma dhoti dhotis diadem dialed dials diaper diatom dibble diced dices dicey dicier dickey dicta
dictum diddle died dies dieted dieter diets digger digits digs dike diked dikes diking dilate dill
dills dilly dilute dime dimer dimes dimly dimmed dimmer dimple dims dimwit dined diners dines ding
dinged dinghy dingo dings dingy dining dinky dinned dins dint diode diodes dioxin dipole dipped
dipper dips direr direst dirge dirges dirk dirks disarm disbar discos discs discus dished dishes
disks dismay disown dispel dissed disses disuse dither dittos ditty diva divan divans divas dived
diver divers dives divest diving divot divots divvy dizzy doable docent docile dock docked docket
docks docs dodder dodged dodger dodges dodo dodos doer doers does doff doffed doffs dogged doggy
dogie dogies dogmas dogs doily doings doled doles doling doll dolled dollop dolls dolly dolmen
dolt dolts dome domed domes doming domino donkey donned donor donors dons doodad doodle doomed
dooms doors dope doped dopes dopey dopier doping dories dork dorks dorky dorm dormer dorms dorsal
dory dosage dosed doses dosing dotage dotcom dote doted dotes doth doting dots dotted dotty doubly
doubts douche dough doughy dour dourer dourly douse doused douses dove doves dowdy dowel dowels
downed downer downs downy dowry dowse dowsed dowses doyen doyens doze dozed dozens dozes dozing
drab drably drabs drafts drafty drags drains drake drakes dram dramas drams drape draped drapes
drawer drawl drawls draws dray drays dreads dreams dreamy dredge dregs drench dressy dried drier
driers dries driest drifts drills drinks drips drives droll drolly drone droned drones drool
drools droop droops droopy drops dropsy dross drover droves drowns drowse drowsy drub drubs drudge
druid druids drums drunks dryad dryads dryer dryers drying dryly drys dubbed dubs ducal ducat
ducats duchy ducked ducks duct ducts dude duded dudes duding duds duel dueled duels dues duet
duets duff duffer dugout duke dukes dulcet dulled duller dulls dully dumber dumbly dumped dumps
dumpy dunce dunces dune dunes dung dunged dungs dunk dunked dunks dunned dunner dunno duns duos
dupe duped dupes duping duplex duress dusk dusky dusted duster dusts duties duvet dwarf dwarfs
dweeb dweebs dwell dwells dwelt dyadic dyed dyeing dyer dyers dyes dynamo eagles eaglet earbud
earful earl earls earned earner earns ears earths earthy earwax earwig eased easel easels eases
easier easing eaters eatery eating eats eave eaves ebbed ebbing ebbs ebony echoed echoes ecru
eczema eddied eddies eddy edema edged edger edges edgier edging edgy edible edict edicts edify
edited edits eels eerie eerier eerily efface effete effigy egged egging eggnog eggs egoism egoist
egos egress egret egrets eider eiders eights eighty eject ejects eked ekes eking elapse elate
elated elates elbow elbows elder elders eldest elects elegy elfin elfish elicit elide elided
elides elites elixir elks ells elms elope eloped elopes elude eluded eludes elves email emails
embalm embark embeds ember embers emblem embody emboss embryo emcee emceed emcees emend emends
emery emetic emir emirs emits emoji emojis emos emote emoted emotes emus enact enacts enamel
enamor encamp encase encore endear ended ending endive endow endows ends endue endued endues
endure enema enemas enfold engulf enigma enjoin enjoys enlist enmesh enmity ennui enrage enrich
enroll ensign ensue ensued ensues enters entice entomb entrap envied envies envoy envoys enzyme
eons epics epoch epochs epoxy equals equine equips equity eras erased erases erect erects ergs
ermine erode eroded erodes errand errant errata erred erring errors errs ersatz erupt erupts
eschew escort escrow espied espies espy essays esteem ester esters etch etched etcher etches ether
ethics ethnic ethos eulogy eunuch eureka euro euros evade evaded evades evened evener evens events
eves evict evicts eviler evilly evils evince evoke evoked evokes ewer ewers ewes exacts exalt
exalts exams excel excels excise exec execs exert exerts exes exhale exhort exhume exile exiled
exiles exists exited exits exodus expel expels expend expo expos extol extols extort extras exude
exuded exudes exult exults eyed eyeful eyeing eyelet eyelid eyes fable fabled fables facade faced
faces facet facets facial facile facing facts fade faded fades fading fads failed fails fain
fainer faints fairer fairs faiths faked faker fakers fakes faking fakir fakirs falcon fallow falls
falser falter famed famish fanboy fandom fang fangs fanned fanny fans farces fared fares farina
farmed farms farrow fasted fasten faster fasts fated fates fathom fating fats fatten fatter fatty
faults faun fauna faunas fauns favors fawn fawned fawns faxed faxes faxing faze fazed fazes fazing
fealty feared fears feast feasts feats fecal fecund fedora feds feebly feeder feeds feeler feels
fees feign feigns feint feints feisty feline felled feller fells felon felons felony felted felts
femur femurs fenced fencer fences fend fended fends fennel fens feral fern ferns ferret ferric
ferry fervid fervor fest festal fester fests feta fetal feted fetid feting fetish fetter fettle
fetus feud feudal feuded feuds fevers fewer fewest fezzes fiasco fiat fiats fibbed fibber fibers
fibs fibula fiche fiches fickle fiddly fidget fief fiefs fields fiend fiends fiery fiesta fife
fifes fifths fights figs filch filed files filet filial filing filled filler fillet fillip fills
filly filmed films filmy filth finale finals finch finder finds fined finely finer finery fines
finest fining finis fink finked finks finny fins fired fires firing firmed firmer firms firs
firsts firth firths fished fisher fishes fishy fist fists fitful fitly fits fitted fitter fives
fixate fixed fixer fixers fixes fixing fixity fizz fizzed fizzes fizzle fjord fjords flab flabby
flack flacks flagon flags flail flails flair flairs flak flake flaked flakes flaky flamed flames
flan flange flank flanks flap flaps flare flared flares flashy flask flasks flatly flats flaunt
flawed flaws flax flaxen flay flayed flays flea fleas fleck flecks fled flee fleece fleecy flees
fleets fleshy flex flexed flexes flick flicks flied flier fliers flies fliest flimsy flinch fling
flings flint flints flinty flips flirt flirts flit flits floats flock flocks floe floes flog flogs
floods floors floozy flop flops flora floral floras florid florin floss flours floury flout flouts
flowed flows flub flubs flue flues fluff fluffs fluids fluke flukes fluky flume flumes flung flunk
flunks flunky flurry fluted flutes flux fluxed fluxes flyby flybys flying foal foaled foals foamed
foams foamy fobbed fobs focal fodder foes fogged foggy fogies fogs fogy foible foil foiled foils
foist foists folded folds folio folios folks folksy folly foment fonder fondle fondly fondue fonts
foods fooled fools footed foots fops forage foray forays forced forces ford forded fords fore
forego fores forge forged forger forges forgo forked forks formed forms fort forte fortes forts
forums foster fouled fouler foully fouls founds fount founts fours fowl fowled fowls foxed foxes
foxier foxing foxy foyer foyers fracas frack fracks frail framed framer frames franc francs franks
frat frats frauds fray frayed frays freaks freaky freer frees freest frenzy fresco fret frets
friar friars fridge fried fries frieze fright frigid frill frills frilly frisk frisks frisky frizz
frizzy frock frocks frogs frolic frond fronds fronts frost frosts frosty froth froths frothy
frowns frowzy frugal fruits fruity frump frumps frumpy fryer fryers frying fuddle fudged fudges
fueled fuels fugue fugues fulled fuller fulls fumble fumed fumes fuming funded funds fungal fungi
fungus funk funked funks funky funnel funner furies furl furled furls furor furors furred furrow
furs fury furze fused fuses fusing fussed fusses fusty futon futons futz futzed futzes fuzz fuzzed
fuzzes gabbed gabble gabby gable gabled gables gabs gadded gadfly gadget gads gaff gaffe gaffed
gaffes gaffs gagged gaggle gags gaiety gaily gained gains gait gaiter gaits gala galas gale galena
gales gall galled galley gallon gallop galls galore galosh gals gambit gamble gambol gamed gamely
gamer games gamest gamete gamier gamin gamine gaming gamins gamma gammas gamut gamuts gamy gander
ganged gangs gannet gantry gape gaped gapes gaping gaps garb garbed garbs gargle garish garlic
garner garnet garret garter gases gash gashed gashes gasket gasped gasps gassed gassy gated gates
gating gauche gaucho gaudy gauge gauged gauges gaunt gauze gauzy gavel gavels gawk gawked gawks
gawky gayer gayest gays gaze gazebo gazed gazer gazers gazes gazing geared gears gecko geckos geed
geeing geek geeks geeky gees geese geezer geisha geld gelded gelds gelid gelled gels gems genera
genes genial genie genies genii genome genres gent gentry gents genus geode geodes gerbil germ
germs gerund gets getup gewgaw geyser ghetto ghosts ghoul ghouls giants gibber gibbet gibbon gibe
gibed gibes gibing giblet giddy gifted gifts gigged giggle giggly gigolo gigs gild gilded gilds
gill gills gilt gilts gimlet gimme gimpy ginger ginkgo ginned gins gird girded girder girdle girds
girls girt girted girth girths girts gist givens gives giving gizmo gizmos glade glades glads
gland glands glare glared glares glassy glaze glazed glazes gleam gleams gleans glee glen glens
glib glibly glide glided glider glides glint glints glitch glitz glitzy gloat gloats glob globe
globes globs gloom gloomy glop gloss gloved gloves glowed glower glows glued glues gluey gluier
gluing glum glumly glut gluten gluts glyph gnarl gnarls gnarly gnash gnat gnats gnaw gnawed gnaws
gneiss gnomes gnus goad goaded goads goalie goals goatee goats gobbed gobble goblet goblin gobs
godly gods godson gofer gofers goggle goings goiter golds golfed golfer golfs golly gonad gonads
goner goners gong gonged gongs gonna goober goodly goods gooey goof goofed goofs goofy google
gooier goon goons goop goose goosed gooses gopher gore gored gores gorge gorged gorges gorier
goring gorse gory gosh gotta gouge gouged gouger gouges gourd gourds gout gouty gowned gowns grabs
graced graces grad graded grader grades grads graft grafts grail grains grainy gram grams grands
grange granny grants grape grapes graphs grasps grassy grate grated grater grates gratis graved
gravel graven graver graves gravy grayed grayer grays graze grazed grazes grease greats grebe
grebes greens greet greets grids griefs grieve grill grille grills grime grimed grimes grimly
grimy grin grinds gringo grins gripe griped gripes grippe grips grisly grist grit grits gritty
groans grocer grog groggy groom grooms groove groovy grope groped gropes grotto grouch groups
grouse grout grouts grove grovel groves grower growl growls grows grub grubby grubs grudge gruel
gruff grumpy grunge grungy grunt grunts guano guards guava guavas guests guff guffaw guided guides
guild guilds guile guinea guise guises gulag gulags gulch gulfs gull gulled gullet gulls gully
gulp gulped gulps gumbo gumbos gummed gummy gums gunk gunman gunmen gunned gunner gunny guns guppy
gurgle gurney guru gurus gush gushed gusher gushes gushy gusset gust gusted gusto gusts gusty guts
gutsy gutted guyed guying guys guzzle gyms gypsum gyrate gyro gyros habits hacked hackle hacks
haft hafts haggle hags haiku hailed hails hairdo haired hairs hake hakes hale haled haler hales
halest haling hallow halls halo haloed halon halos halted halter halts halved halves hamlet hammed
hamper hams handed hands hangar hanged hanger hangs hank hanker hankie hanks hansom harass harbor
harder hare hared harem harems hares haring hark harked harks harmed harms harp harped harps harpy
harrow harry hart harts hashed hashes hasp hasps haste hasted hastes hatch hated hater haters
hates hath hating hats hatted hatter haul hauled hauler hauls haunch haunt haunts haven havens
haves having hawed hawing hawk hawked hawker hawks haws hawser hayed haying haymow hays haze hazed
hazel hazels hazes hazier hazily hazing hazmat headed heads heady heal healed healer heals heaped
heaps hearer hears hearse hearth hearts hearty heated heater heath heaths heats heave heaved
heaves heck heckle hectic hector hedge hedged hedges heed heeded heeds heehaw heeled heels heft
hefted hefts hefty heifer heir heirs heist heists helium helix hellos helm helms helot helots
helped helper helps hemmed hemp hempen hems henna hennas hens hepper herald herb herbal herbs
herded herder herds herein hereof heresy hereto hermit hernia heroes heroin heron herons herpes
hers hertz hewed hewer hewers hewing hews hexed hexes hexing heyday hiatus hiccup hick hickey
hicks hided hides hiding hied hieing hies higher highs hijack hike hiked hiker hikers hikes hiking
hills hilly hilt hilts hims hind hinder hinds hinge hinged hinges hinted hints hipped hipper
hippie hippo hippos hippy hips hired hires hiring hiss hissed hisses hitch hither hits hitter hive
hived hives hiving hoagie hoard hoards hoarse hoary hoax hoaxed hoaxer hoaxes hobbit hobble hobnob
hobo hobos hobs hock hocked hockey hocks hods hoed hoeing hoes hogan hogans hogged hogs hoist
hoists hokey hokier hokum holds holdup holed holes holier holing holler holly homage homed homely
homer homers homes homey homeys homier homily hominy honcho hone honed hones honeys honing honk
honked honks honors hooch hood hooded hoodie hoodoo hoods hooey hoof hoofed hoofs hookah hooked
hooks hookup hooky hoop hooped hoopla hoops hooray hoot hooted hooter hoots hooves hoped hopes
hoping hopped hopper hops horded hordes horned hornet horns horsed horses horsey hose hosed hoses
hosing hosted hostel hosts hotbed hotels hotkey hotly hotter hound hounds hourly hours housed
houses hove hovel hovels hover hovers howdah howdy howl howled howler howls hows hubbub hubby
hubcap hubris hubs huddle hued hues huff huffed huffs huffy huger hugest hugged hugs hula hulas
hulk hulks hull hulled hulls humans humbug humeri humid hummed hummus humors hump humped humps
hums humus hunch hunger hunk hunker hunks hunted hunter hunts hurdle hurl hurled hurler hurls
hurrah hurtle hurts hush hushed hushes husk husked husker husks husky hussar hustle hutch huts
hybrid hydra hydras hyena hyenas hying hymn hymnal hymned hymns hype hyped hyper hypes hyping hypo
hypos iamb iambic iambs ibex ibexes ibis ibises icebox icecap iced ices icicle icier iciest icily
icing icings ickier icky icons ideals ideas ides idiocy idioms idled idler idlers idles idlest
idling idly idol idols idyll idylls iffier iffy igloo igloos ignite iguana ilks ills imaged images
imam imams imbibe imbue imbued imbues immure impala impale impart impede impel impels impish imps
impugn impure impute inaner inapt inborn inbox inbred inched inches incise incite incurs indict
indigo indoor induct inept inert infamy infer infers infest infirm infix inflow influx infuse
ingest ingot ingots inhale inhere initio inked inkier inking inks inky inlaid inland inlay inlays
inlet inlets inline inmate inmost innate inning inns inputs inroad inseam inset insets insole
instep insure intel intern inters intone intros intuit inure inured inures inward iodine iodize
ionize ions iota iotas ipecac iris irises irked irking irks ironed irons isle isles islet islets
isms isobar issued issues italic itch itched itches itchy items ivies ivory jabbed jabber jabot
jabots jabs jackal jacked jacks jade jaded jades jading jagged jags jaguar jailed jailer jails
jalopy jamb jambs jammed jams jangle japan japans jape jarred jars jasper jaunt jaunts jaunty
jawed jawing jaws jays jazzed jazzes jazzy jeep jeeps jeer jeered jeers jeez jejune jell jelled
jells jerked jerkin jerks jerky jersey jested jester jests jets jetsam jetted jetty jewel jewels
jibbed jibe jibed jibes jibing jibs jiffy jigged jigger jiggle jigs jigsaw jihad jihads jilt
jilted jilts jimmy jingle jinn jinni jinx jinxed jinxes jitney jive jived jives jiving jobbed
jobber jobs jock jockey jocks jocose jocund jogged jogger joggle jogs john johns joined joiner
joins joints joist joists joked joker jokers jokes joking jolt jolted jolts josh joshed joshes
jostle jots jotted joule joules jounce joust jousts jovial jowl jowls joyed joyful joying joyous
joys judged judges judo jugged juggle jugs juiced juicer juices juicy jujube julep juleps jumble
jumbo jumbos jumped jumper jumps jumpy junco juncos junked junker junket junkie junks junta juntas
juries jurist juror jurors juster justly jute juts jutted kaboom kale kaolin kapok kaput karat
karate karats karma kayak kayaks kazoo kazoos kebab kebabs keel keeled keels keened keener keenly
keens keeps kegs kelp kenned kennel kens ketch keto keyed keying keys khaki khakis khan khans
kibitz kibosh kicked kicker kicks kicky kidded kidder kiddie kiddo kiddos kids kiln kilned kilns
kilo kilos kilt kilter kilts kimono kinda kinder kindle kinds kingly kings kink kinked kinks kiosk
kiosks kipper kismet kissed kisser kisses kite kited kites kith kiting kits kitsch kitten kitty
kiwi kiwis klutz klutzy knack knacks knave knaves knead kneads kneed kneel kneels knees knell
knells knelt knifed knifes knit knits knives knobby knocks knoll knolls knot knots knotty knows
koala koalas kook kooks kooky kopeck kosher kowtow krone kroner kronor kudos kudzu kudzus labels
labia labial labium labors labs lace laced laces lacier lacing lacked lackey lacks lactic lacuna
lacy laddie lade laded laden lades ladies lading ladle ladled ladles lads lagers lagged lagoon
lags lair lairs laity lakes lama lamas lamb lambda lambed lambs lame lamed lamely lament lamer
lames lamest laming lammed lamps lams lance lanced lancer lances lancet landed lander lands lanes
lank lanker lanky lapel lapels lapped laps lapse lapsed lapses laptop larch lard larded larder
lards larger larges largo largos lariat larked larks larva larvae larval larynx lasers lash lashed
lashes lass lasses lassie lasso lassos lasted lastly lasts latch latent later latest latex lath
lathe lathed lather lathes laths lats latte lattes laud lauded lauds laughs laurel lava lavish
lawful lawns laws laxer laxest laxity laxly layers laying layman laymen layoff lays laze lazed
lazes lazied lazier lazies lazily lazing leaded leaden leads leafed leafs leafy leaked leaks leaky
leaned leaner leans leaped leaps leapt learns leas lease leased leases leash leaved leaven leaves
lecher ledge ledger ledges leech leek leeks leer leered leers leery lees leeway lefter lefts lefty
legacy legals legate legato legged leggy legion legit legman legmen legs legume leis lemma lemmas
lemme lemons lemony lemur lemurs lender lends lenses lentil leper lepers lesion lessee lessen
lessor lets letup letups levee levees levels lever levers levied levies levity levy lewdly liaise
liar liars libels lice lichen licit lick licked licks lidded lids lied lief liefer liege lieges
lien liens lies lieu lifer lifers lifted lifts lights liked liken likens liker likes likest liking
lilac lilacs lilies lilt lilted lilts lily limber limbo limbos limbs lime limed limes limier
liming limits limn limned limns limo limos limp limped limper limpet limpid limply limps limy
linage linden lineal lined linen linens liner liners lines lineup linger lingo lining linked
linker links linkup linnet lint lintel lions lipid lipids lips lira lire lisle lisped lisps listed
lists litany litchi lite liters lithe lither litmus lived liven livens liver livers livery lives
livest livid living lizard llama llamas llano llanos loaded loads loaf loafed loafer loafs loam
loamy loaned loaner loans loath loathe loaves lobbed lobe lobed lobes lobs locale locals loci
locked locker locket locks lockup loco locus locust lode lodes lodged lodger lodges loft lofted
lofts lofty loge loges logged logger login logins logjam logoff logon logons logos logout logs
loin loins loiter lolcat loll lolled lolls lone loner loners longed longer longs loofah looked
looks lookup loom loomed looms loon loonie loons loony looped loops loopy loosed loosen looser
looses loot looted looter loots lope loped lopes loping lopped lops lorded lordly lords lore lorn
loser losers loses losing losses lotion lots lotto lotus louder lounge louse louses lout louts
louver loved lovers loves loving lowed lower lowers lowest lowing lowish lowly lows luau luaus
lubber lube lubed lubes lubing lucid lucked lucks lucre lugged lugs lull lulled lulls lumbar
lumber lummox lumped lumps lumpy lunacy lunar lunge lunged lunges lungs lupine lupus lurch lure
lured lures lurid luring lurked lurks lush lusher lushes lute lutes lyceum lymph lynx lynxes lyre
lyres lyrics macaw macaws mace maced maces macho macing macro macron macros madam madame madams
madcap madden madder madly madman madmen madras mads maggot magma magnet magnum magpie maid maiden
maids mailed mailer mails maim maimed maims mains maizes majors makers makes makeup making malady
males malice malign mall mallet mallow malls malt malted malts mama mamas mambo mambos mamma
mammal mammon mane manes manful manga mange manger mango mangy maniac manias manic manics manly
manna manned manor manors mans manse manses mantel mantes mantis mantle mantra manure maple maples
mapped mapper maps maraca maraud marble mare mares maria marina marine marked marks markup marlin
marmot maroon marred marrow mars marsh marshy mart marten martin marts martyr marvel mascot mash
mashed masher mashes mashup masked masks mason masons masque massed masses mast masts mated mates
math mating matins matron mats matte matted mattes matzo matzoh matzos matzot maul mauled mauls
mauve maven mavens maws maxed maxes maxim maxima maxims maxing maybes mayday mayfly mayhem mayo
mayors mazes mead meadow meager meals mealy meaner meanly means measly meats meaty mecca meccas
medal medals meddle medial median medias medic medics medley meek meeker meekly meets megs meld
melded melds mellow melon melons melted melts meme memes memo memoir memos menace menage mended
mender mends menial menses mentor menus meow meowed meows meres merest merged merger merges merino
merits merman mermen mesa mesas mescal mesh meshed meshes messed messes metals mete meted meteor
meters metes meting metros mettle mewed mewing mewl mewled mewls mews miasma mica micron midair
middy midge midges midst midway mien miens miff miffed miffs mike miked mikes miking milch milder
mildew miler milers miles milf milfs milieu milked milker milks milky milled miller millet mills
mils mime mimed mimes mimics miming mimosa mince minced minces minded minds mined miner miners
mines mingle mini minim minima minims mining minion minis mink minks minnow minors minted mints
minty minuet minx minxes mirage mire mired mires miring mirth miscue misdid misdo miser misers
misfit mishap mislay missal missed misses misted mister mists misty mite miter miters mites mitt
mitten mitts mixed mixer mixers mixes mixing mizzen mkay moaned moans moat moats mobbed mobs mocha
mochas mocked mocker mocks modal modals models modem modems modes modish mods mogul moguls mohair
moiety moire moires moist molar molars molded molder molds moldy moles moll molls molt molted
molten molts mommy moms monger monies monk monks mono months mooch moods moody mooed mooing mooned
moons moor moored moors moos moose moot mooted moots mope moped mopeds mopes moping mopped moppet
mops morale morals morass moray morays morbid mores morgue morn morns morose morrow morsel mortar
mosaic mosey moseys mosque moss mosses mossy mote motel motels motes moth moths motif motifs
motile motley motors mottle mound mounds mounts mourn mourns moused mouser mouses mousse mousy
mouths moved mover movers moves movies moving mowed mower mowers mowing mows mucked mucks mucky
mucous mucus muddy muesli muff muffed muffin muffle muffs mufti muftis mugged mugger muggle muggy
mugs mukluk mulch mule mules mulish mull mullah mulled mullet mulls multi mummer mumps munch mural
murals murk murks murky murmur muscat muse mused muses mush mushed mushes mushy musing musk musket
musky muslin muss mussed mussel musses mussy muster musts musty mutant mutate mute muted mutely
muter mutes mutest muting mutiny mutt mutton mutts muumuu muzzle myna mynas myopia myopic myriad
myrrh myrtle mythic myths nabbed nabob nabobs nabs nacho nachos nacre nadir nadirs nagged nags
naiad naiads nailed nails naiver named names naming nanny napalm nape napes napkin napped nappy
naps narc narcs nark nary nasal nasals natal natty naught nausea naval nave navel navels naves
navies navy nays neared nearer nears neater neath nebula necked necks nectar needed needs needy
neigh neighs neocon neon nephew nerd nerds nerdy nerved nerves nervy nested nestle nests nether
nets netted nettle neuron neuter newbie newel newels newer newest news newsy newt newton newts
nexus niacin nibble nibs nicer nicest nicety niche niches nicked nickel nicks niece nieces nifty
niggaz niggle nights nimbi nimble nimbly nimbus nines ninety ninja ninjas ninny ninth ninths
nipped nipper nippy nips niter nits nitwit nixed nixes nixing nobler nobles nobly nodal nodded
noddy nodes nods nodule noel noels noes noggin noised noises nomad nomads nonce noncom nonfat
noodle nook nooks noose nooses nope norms nosed noses nosh noshed noshes nosier nosing nosy notary
notch noted notes noting nougat nouns nous nova novae novas novels noway nowise nozzle nuance
nubile nubs nuclei nudest nudge nudged nudges nudism nudist nugget nuke nuked nukes nuking nulls
numbed number numbly numbs nuncio nuns nursed nurses nutmeg nutria nuts nutted nutty nuzzle nylon
nylons nymph nymphs oafish oafs oaken oaks oakum oared oaring oars oases oasis oaten oath oaths
oats obese obeyed obeys obit obits oblate oblong oboe oboes oboist obtuse occult occurs oceans
ocelot ocher octal octane octave octet octets ocular odder oddest oddity odds odes odious odium
odor odors offal offed offers offing offs ogle ogled ogles ogling ogre ogres ohms oiled oilier
oiling oils oily oink oinked oinks okay okays okra okras olden older oldest oldie oldies oleo
olive olives omega omegas omelet omen omens omits ones onions online onrush onset onsets onuses
onward onyx onyxes oodles oops ooze oozed oozes oozing opal opals opaque opened opener opens
operas opiate opine opined opines opioid opium opted optics optima opting opts opuses oracle
orally orals orate orated orates orator orbits orbs orchid orcs ordain ordeal orders ordure ores
organs oriole ormolu ornate ornery orphan osier osiers osprey ossify others otiose otter otters
ouch ounce ounces ours oust ousted ouster ousts outage outbid outdid outdo outed outfit outfox
outgo outing outlaw outlay outlet outran outrun outs outwit oval ovals ovary oven ovens overdo
overs overt ovoid ovoids ovule ovules ovum owed owes owlet owlets owlish owls owned owners owning
owns oxbow oxbows oxen oxford oxide oxides oyster paced paces pacify pacing packed packer packs
pact pacts padded paddle paddy padre padres pads paean paeans pagan pagans paged pager pagers
pages paging pagoda pail pails pained pains paints paired pairs palate paled paler pales palest
paling pall palled pallet pallid pallor palls palm palmed palms palmy pals palsy paltry pampas
pamper panda pandas pander pane panels panes pang pangs panics panned pans pansy panted pantie
pantry pants papa papacy papal papas papaya papers papery paps papyri parcel parch pare pared
pares pariah paring parish parka parkas parked parks parlay parley parlor parole parred parry pars
parsec parsed parser parses parson parted parts pasha pashas passed passel passer passes pasta
pastas pasted pastel pastes pastor pastry pasts pasty patchy pate pates pathos paths patina patine
patio patios patois patrol patron pats patsy patted patter patty paunch pauper paused pauses pave
paved paves paving pawed pawing pawl pawls pawn pawned pawns pawpaw paws payday payed payee payees
payer payers paying payoff pays peaces peach peahen peaked peaks peal pealed peals pear pearl
pearls pearly pears peas peat pebble pebbly pecan pecans peck pecked pecks pecs pectin pedals
peddle peek peeked peeks peel peeled peels peep peeped peeper peeps peered peers peeve peeved
peeves peewee pegged pegs pekoe pellet pelt pelted pelts pelvic pelvis penal pends penile penned
pennon pens pent penury peon peons peony pepped pepper peppy peps pepsin peptic perch peril perils
perish perk perked perks perky perm permed perms pert perter pertly peruse peseta pesky peso pesos
pest pester pestle pests petal petals petard peter peters petite petrel pets petted pewee pewees
pews pewter peyote phalli phased phases phial phials phish phlegm phloem phlox phobia phobic
phoebe phoned phones phonic phony phooey photon photos phyla phylum pianos piazza pica pickax
picked picker picket pickle picks pickup picky picnic piddle pidgin pieced pieces pied pieing pier
pierce piers pies piety piffle pigged piggy piglet pigpen pigs pigsty piing pike piked piker
pikers pikes piking pilaf pilafs piled piles pileup pilfer piling pillar pilled pillow pills
pilots pimple pimply pincer pine pined pines ping pinged pings pining pinion pinked pinker pinkie
pinks pinned pins pinto pintos pints pinup pinups pious piped piper pipers pipes piping pipit
pipits pipped pippin pips pique piqued piques piracy pirate pistil pistol piston pita pith pithy
pitied pities piton pitons pits pitted pivot pivots pixel pixels pixie pixies pizzas placed placer
places placid plaice plaid plaids plains plaint plait plaits planar planed planes plank planks
plans plants plaque plasma plated platen plates played plays plaza plazas plead pleads pleas pleat
pleats pledge plexus pliant plied pliers plies plight plinth plod plods plop plops plots plover
plow plowed plows ploys pluck plucks plucky plugin plugs plum plumb plumbs plume plumed plumes
plump plumps plums plunge plunk plunks pluses plush plushy plying poach pock pocked pocks podded
podium pods poems poesy poets pogrom points pointy poise poised poises poked poker pokers pokes
pokey pokeys pokier poking poky poled poles poling polio polios polity polka polkas polled pollen
polls polo pols polyp polyps pomade pommel pomp pompom poncho pond ponder ponds pone pones ponies
pony pooch poodle pooh poohed poohs pooled pools poorer popes popgun poplar poplin poppa poppas
popped poppy pops porch pore pored pores porous portal ported portly ports posed poser posers
poses poseur posh posher posies posing posit posits posse posses possum posted posts posy potash
potent potful potion potpie pots potted potter potty pouch pounce pounds poured pours pout pouted
pouts powers powwow poxes pram prance prank pranks prate prawn prawns prayed prays preen preens
prefab prenup prep prepay preppy preps preset presto prewar prey preyed preys priced prices pricey
prided prides pried pries prig prigs prim primal primed primer primes primly primp primps prints
priors priory prism prisms prissy privet privy prized prizes probe probed probes prod prods prof
profs prolix prom promo promos proms prong prongs pronto proofs prop propel props pros prosy
proton proved proves prow prowl prowls prows proxy prude prudes prune pruned prunes prying psalm
psalms pshaw pshaws psst psych psyche psycho psychs pubs puck pucker pucks puddle pudgy pueblo
puff puffed puffer puffin puffs puffy pugs pulled puller pullet pulley pulls pulped pulpit pulps
pulpy pulsar pulsed pulses puma pumas pumice pummel pumped pumper pumps punchy pundit punier punk
punker punks punned puns punted punter punts puny pupa pupae pupal pupils pupped puppet puppy pups
puree pureed purees purer purest purged purges purify purism purist purl purled purls purr purred
purrs purse pursed purser purses purvey pushed pusher pushes pushy puss pusses putrid puts putsch
putt putted putter putts putty pwned pwning pwns pygmy pylon pylons pyre pyres pyrite pyxes quack
quacks quad quads quaff quaffs quahog quail quails quaint quake quaked quakes qualm qualms quanta
quark quarks quarry quart quarto quarts quartz quasar quash quasi quaver quay quays queasy queens
quell quells quench quests queued queues quiche quid quids quiets quill quills quilt quilts quince
quip quips quire quires quirk quirks quirky quits quiver quoit quoits quorum quotas quoted quotes
quoth rabbi rabbis rabble rabies raced raceme racer racers races racier racily racing racism
racist racked racks racy radars radial radii radios radish radium radon raffia raffle raft rafted
rafter rafts raga ragas raged rages ragged raging raglan ragout rags ragtag raided raider raids
railed rails rained rains rainy raised raises raisin rajah rajahs rake raked rakes raking rakish
rally ramble ramify rammed ramp ramps ramrod rams ranch rancid rancor randy ranged ranger ranges
rangy ranked ranker rankle ranks ransom ranted ranter rants rapids rapier rapine rapped raps rapt
rared rarefy rarer rares rarest raring rarity rascal rasher rashes rashly rasp rasped rasps raspy
raster rated rates ratify rating ration ratios rats rattan ratted ratty ravage raved ravel ravels
raven ravens raves ravine raving ravish rawer rawest rayon rays raze razed razes razing razors
razz razzed razzes reacts reads realer realms reals realty ream reamed reamer reams reap reaped
reaper reaps reared rearm rearms rears rebate rebel rebels rebind reborn rebuff rebuke rebus rebut
rebuts recant recap recaps recast recede recess recite recoil recopy recoup rectal rector recur
recurs redcap redden redder redeem redid redo redoes redone redraw redrew reds reed reeds reedy
reef reefed reefer reefs reek reeked reeks reel reeled reels reeve reeves refers reffed refile
refill refit refits refs refuel refuge regal regale regent reggae rehab rehabs rehash reheat
rehire reigns rein reined reins rejoin relaid relays relent relic relics relied relies relish
relive reload remade remake remand remiss remit remits renal rends renege renews rennet renown
rental rented renter rents reopen reorg reorgs repaid repast repay repays repeal repel repels
replay repose reps repute reran rerun reruns resale resell resend resets resin resins resold
rested rests retake retch retell retina retold retook retool retort retrod retry retype reused
reuses revamp revel revels revere revile revive revoke revs revue revues revved rewind rewire
reword rework rhea rheas rheum rheumy rhino rhinos rhymed rhymes ribald ribbed ribs riced rices
richer riches richly ricing rick ricked ricks riddle rider riders rides ridge ridged ridges riding
rids rife rifer rifest riff riffed riffle riffs rifle rifled rifles rift rifted rifts rigged
rights rigor rigors rigs rile riled riles riling rill rills rime rimed rimes riming rimmed rims
rind rinds ringed ringer rings rink rinks rinse rinsed rinses rioted rioter riots ripe ripely
ripen ripens riper ripest ripped ripper ripple rips ripsaw riser risers rises rising risked risks
rite rites ritzy rivals riven rivers rivet rivets roach roads roam roamed roamer roams roan roans
roar roared roars roast roasts robbed robber robe robed robes robin robing robins robots robs
rocked rocker rocks rocky rococo rodent rodeo rodeos rods roes roger rogers rogue rogues roil
roiled roils roles rolled roller rolls romp romped romper romps rood roods roofed roofer roofs
rook rooked rookie rooks roomed roomer rooms roomy roost roosts rooted rooter roots roped ropes
roping rosary roses rosier rosily rosin rosins roster rosy rotary rote rotor rotors rots rotted
rotund rouge rouged rouges roughs rounds rouse roused rouses routed router routes routs rove roved
rover rovers roves roving rowdy rowed rowel rowels rower rowers rowing rows royals rubbed rubble
rube rubes rubier rubies ruble rubles rubric rubs ruby ruckus rudder ruddy rudely ruder rudest
rued rueful rues ruff ruffed ruffle ruffs rugby rugged rugrat rugs ruined ruing ruins ruled rulers
rules ruling rumba rumbas rumble rummer rummy rumors rump rumple rumps rumpus rums rune runes
rungs runnel runner runny runoff runs runt runts runway rupee rupees ruse ruses rushed rushes rusk
rusks russet rust rusted rustic rustle rusts ruts rutted saber sabers sable sables sachem sachet
sacked sacks sacs sadder saddle sades sadism sadist safari safer safes safest sagas sage sager
sages sagest sagged sago sags sahib sahibs sailed sailor sails saints saith salaam salad salads
salami sales saline saliva sallow sally salmon salon salons saloon salsa salsas salted salter
salts salty salute salve salved salver salves salvo salvos samba sambas sames sampan sandal sanded
sander sands sandy sanely saner sanest sans sapped sappy saps sari saris sarong sash sashay sashes
sass sassed sasses sassy satay sate sated sateen sates satin sating satiny satrap satyr satyrs
sauced saucer sauces saucy sauna saunas savant saved saver savers saves saving savior savor savors
savory savvy sawed sawing saws sawyer saxes saying says scab scabby scabs scad scads scalar scald
scalds scaled scales scalp scalps scaly scam scamp scampi scamps scams scans scant scants scanty
scar scarab scared scares scarfs scars scary scat scats scenes scenic scent scents schema schism
schist schlep schuss schwa schwas scion scions scoff scoffs scold scolds sconce scone scones scoop
scoops scoot scoots scoped scopes scorch scored scorer scores scorn scorns scour scours scout
scouts scow scowl scowls scows scram scrams scrape scraps scrawl screws screwy scribe scrimp scrip
scrips scrod scrota scrub scrubs scruff scuba scubas scud scuds scuff scuffs scull sculls sculpt
scum scummy scums scurf scurfy scurry scurvy scuzzy scythe seabed sealed sealer seals seam seaman
seamed seamen seams seamy sear seared sears seas seated seats seaway secede secs sects sedan
sedans sedate sedge seduce seeded seeds seedy seeing seeker seeks seemed seemly seems seep seeped
seeps seer seers sees seesaw seethe segue segued segues seize seized seizes selfie seller sells
selves semi semis senate sends senile senna sensed senses sensor sentry sepal sepals sepia sepsis
septa septet septic septum sequin serape seraph sere serene serer serest serf serfs serge serous
serum serums served serves servo servos sesame sets settee setter setup setups sevens sever severs
sewage sewed sewer sewers sewing sewn sews sexily sexism sexpot sextet sexton shabby shack shacks
shad shaded shades shads shady shaft shafts shaggy shah shahs shaker shakes shale shalt sham
shaman shamed shames shams shandy shank shanks shanty shaped shapes shard shards shared shares
sharia shark sharks sharps shave shaved shaven shaver shaves shawl shawls sheaf shear shears
sheath sheave shed sheds sheen sheers sheets sheikh shekel shells sherry shes shied shield shies
shifts shifty shill shills shim shimmy shims shin shined shiner shines shinny shins ships shire
shires shirk shirks shirr shirrs shirts shitty shiver shoal shoals shocks shod shoddy shoes shogun
shoo shooed shoos shoots shops shore shored shores shorts shots shouts shoved shovel shoves showed
shows showy shrank shred shreds shrew shrewd shrews shriek shrift shrike shrill shrimp shrine
shrink shrive shroud shrub shrubs shrug shrugs shrunk shtick shuck shucks shun shuns shunt shunts
shush shuts shyer shyest shying shyly sibyl sibyls sicked sicken sicker sickle sickly sicks sics
sided sides siding sidle sidled sidles siege sieges sierra siesta sieve sieved sieves sift sifted
sifter sifts sighed sighs sights signed signer signet signs silage silica silk silken silks silky
sill sills silo silos silt silted silts simian simile simmer simper sims sinew sinews sinewy singe
singed singes singly sings sinker sinks sinned sinner sins sinus siphon sipped sips sire sired
siren sirens sires siring sirs sisal sises sissy sitar sitars sitcom sited sites siting sits
sitter situ sixes sixths sized sizer sizes sizing sizzle skate skated skater skates skeet skein
skeins skew skewed skewer skews skid skids skied skier skiers skies skiff skiffs skiing skills
skim skimp skimps skimpy skims skinny skins skips skirts skis skit skits skivvy skulk skulks
skulls skunk skunks skycap skying slab slabs slack slacks slain slake slaked slakes slalom slam
slams slangy slant slants slap slaps slat slate slated slates slats slaw slay slayer slays sleaze
sleazy sled sledge sleds sleek sleeks sleeps sleepy sleet sleets sleety sleeve sleigh sleuth slew
slewed slews sliced slicer slices slick slicks slider slides slier sliest slime slims slimy sling
slings slink slinks slinky slips slit slits sliver slob slobs sloe sloes slog slogs sloop sloops
slop sloped slopes slops slosh sloth sloths slots slouch slough sloven slowed slower slows sludge
slue slued slues slug slugs sluice slum slump slumps slums slung slunk slur slurp slurps slurs
slush slushy slyly smack smacks smalls smarmy smarts smear smears smells smelt smelts smiled
smiles smirch smirk smirks smite smites smiths smithy smock smocks smog smoggy smoked smokes smoky
smooch smote smudge smudgy smugly smut smuts smutty snacks snafu snafus snags snails snake snaked
snakes snaky snap snappy snaps snare snared snares snarky snarl snarls snatch snazzy sneaks sneer
sneers sneeze snide snider sniffs snip snipe sniped sniper snipes snippy snips snit snitch snits
snivel snob snobby snobs snoop snoops snoopy snoot snoots snooty snooze snore snored snorer snores
snort snorts snot snots snotty snout snouts snowed snows snowy snub snubs snuff snuffs snug snugly
snugs soak soaked soaks soaped soaps soapy soar soared soars sobbed sobers sobs soccer socked
socks soda sodas sodden sodium sofa sofas soften softer softly softy soggy soiled soils solace
solder soled solemn soles solids soling soloed solos sols solved solver solves somber sonar sonars
sonata songs sonic sonnet sonny sons sooner soot sooth soothe sooty sopped soppy sops sorbet
sorely sorer sores sorest sorrel sorrow sorta sorted sorter sortie sorts sots sough soughs souls
sounds souped soups soupy sour soured sourer sourly sours souse soused souses soviet sowed sower
sowers sowing sown sows spaced spaces spacey spade spaded spades spake spam spams spank spanks
spans spar spared sparer spares spark sparks spars sparse spas spasm spasms spat spate spates
spats spawn spawns spay spayed spays speaks spear spears spec specie speck specks specs speeds
speedy spells spends spew spewed spews sphinx spice spider spied spiel spiels spies spiffy spiked
spikes spiky spills spinal spine spines spinet spins spiny spire spirea spires spited spites spits
splash splat splats splay splays spleen splice spline splint splits spoils spokes sponge spongy
spoofs spook spooks spooky spools spoon spoons spoor spoors spore spored spores sports sporty
spots spotty spouse spouts sprain sprat sprats sprawl sprays spree spreed sprees sprier sprig
sprigs sprint sprite spritz sprout spruce spry spryly spud spuds spume spumed spumes spun spunk
spunky spurn spurns spurs spurt spurts sputum spying squab squabs squads squall squat squats
squawk squeak squeal squid squids squint squire squirm squirt squish stab stabs stacks staffs stag
staged stages stags staid stain stains stairs staked stakes staled staler stales stalk stalks
stalls stamen stamps stanch stands stank stanza staph staple starch stared stares starry stars
starts stash stated stater states stats statue stave staved staves stayed stays stead steads steak
steaks steals steams steamy steed steeds steels steely steeps steers stein steins stems stench
stent stents steppe steps stern sterns stew stewed stews sticks sties stiffs stifle stigma stile
stiles stills stilt stilts sting stings stingy stink stinks stint stints stirs stitch stoat stoats
stocks stocky stodgy stoic stoics stoke stoked stoker stokes stoles stolid stomp stomps stoned
stoner stones stony stooge stool stools stoop stoops stops stored stores stork storks storms
stormy stout stove stoves stow stowed stows strafe strait strand strap straps strata straws strays
streak strep strew strewn strews stride strife stripe strips strobe strode stroll strop strops
strove strum strums strung strut struts stub stubby stubs stucco stud studs stuffs stuffy stump
stumps stumpy stung stunk stuns stunts stupor sturdy styled styles styli stylus stymie suave
suaver subbed subdue sublet suborn subs suburb succor suck sucked sucker suckle sucks suds sudsy
sued suede sues suet sugars sugary suited suites suitor suits sulfur sulk sulked sulks sulky
sullen sully sultan sultry sumac summed summit summon sumo sump sumps sums sundae sunder sunken
sunlit sunned suns sunset suntan sunup supers supine supped supper supple sups surer surest surety
surf surfed surfer surfs surge surged surges surly surrey surtax sushi suture svelte swab swabs
swag swags swain swains swami swamis swamps swampy swan swank swanks swanky swans swaps sward
swards swarm swarms swash swat swatch swath swathe swaths swats sway swayed sways swears sweats
sweaty sweeps sweets swell swells swerve swift swifts swig swigs swill swills swims swine swines
swings swipe swiped swipes swirl swirls swirly swish swivel swoon swoons swoop swoops swords swung
sylph sylphs sylvan sync synced syncs synod synods syrup syrups syrupy tabbed tabby tabled tables
tablet taboo taboos tabs tacit tacked tacks tacky taco tacos tact tads taffy tagged tags tailed
tails taint taints takers takes taking talc tales talked talker talks taller tallow tally talon
talons tamale tamed tamely tamer tamers tames tamest taming tamp tamped tamper tampon tamps tams
tandem tang tangle tango tangos tangs tangy tanked tanker tanks tanned tanner tannin tans tansy
taped taper tapers tapes taping tapir tapirs tapped taps tardy tare tared tares tariff tarmac taro
taros tarot tarots tarp tarpon tarps tarred tarry tars tartan tartar tartly taser tasers tasked
tasks tassel tasted taster tastes tasty tats tatted tatter tattle tattoo tatty taunt taunts taupe
taut tauter tautly tavern tawdry tawny taxed taxes taxied taxing taxis teabag teacup teak teaks
teal teals teamed teams teared tears teary teas tease teased teasel teaser teases teat teats
techno techs tedium teed teeing teem teemed teems teen teens teeny tees teeter teethe telex teller
tells temp temped temper tempo tempos temps tempts tenant tended tendon tends tenet tenets tenon
tenons tenor tenors tenpin tens tensed tenser tenses tensor tent tented tenths tents tenure tepee
tepees tepid termed termly terms tern terns terry terser tested tester tests testy tether texted
texts thanks thatch thaw thawed thaws thee thees thefts theirs theism theist themes thence theses
theta thigh thighs thine things thinks thinly thins thirds thong thongs thorax thorn thorns thorny
thou thrall thrash threes thresh thrice thrift thrill thrive throb throbs throe throes throne
throng throws thru thrum thrums thrush thud thuds thug thugs thumbs thump thumps thus thwack
thwart thyme thymus tiara tiaras tibia tibiae ticked ticker tickle ticks tics tidal tidbit tide
tided tides tidied tidier tidies tidily tiding tied tier tiers ties tiff tiffed tiffs tigers
tights tilde tildes tiled tiles tiling tilled tiller tills tilt tilted tilts timber timbre timed
timely timers times timid timing tinder tine tines ting tinge tinged tinges tingle tingly tings
tinier tinker tinkle tinned tinny tins tinsel tint tinted tints tipped tipper tipple tips tipsy
tiptoe tiptop tirade tired tires tiring tissue titan titans tithe tithed tithes titled titles
titter tittle tizzy toads toady toasts toasty tocsin toddle toddy toed toeing toes toffee tofu
toga togas togs toil toiled toiler toils toke toked tokens tokes toking tolled tolls tomb tombed
tomboy tombs tomcat tomes toms tonal toned toner tones tong tongs tonic tonics tonier toning tonne
tonnes tons tonsil tony tooled tools toot tooted toothy toots topaz topics topped topple tops
toque toques torch torpid torpor torque torrid tors torso torsos tort torte tortes torts torus
tossed tosses tossup totals tote toted totem totems totes toting tots totted totter toucan touchy
toughs toupee toured tours tousle tout touted touts towed towel towels towers towing towns tows
toxic toxin toxins toyed toying toys traced tracer traces tracks tract tracts traded trader trades
trails trains trait traits tram trams trance traps trashy trauma trawl trawls trays treads treats
treble treed trees treks tremor trench trends tress triad triads triage trials tribal tribes trice
tricks tried tries trig trike trikes trill trills trim trimly trims trio trios tripe triply tripod
tripos trips trite triter trivet trod troika troll trolls tromp tromps troops trope tropes trophy
tropic trot troth trots trough troupe trout trouts trowel troy troys truant truce truces trucks
trudge trued truer trues truest truing truism trump trumps trunks truss trusts truths trying
tryout tryst trysts tuba tubas tubby tubed tuber tubers tubes tubing tubs tuck tucked tucker tucks
tuft tufted tufts tugged tugs tulip tulips tulle tumble tumid tummy tumor tumors tumult tuna tunas
tundra tuned tuner tuners tunes tunic tunics tuning tunny tuns turban turbid turbot tureen turf
turfed turfs turgid turkey turned turner turnip turns turret turtle tush tushes tusk tusked tusks
tussle tutors tutu tutus tuxedo tuxes twain twang twangs tweak tweaks twee tweed tweeds tweedy
tweet tweets twerk twerks twerp twerps twig twiggy twigs twill twine twined twines twinge twins
twirl twirls twists twit twitch twits twofer twos tycoon tyke tykes typed types typhus typify
typing typist typo typos tyrant tyro tyros udder udders uglier ulcer ulcers ulna ulnae ultra
ultras umbel umbels umber umiak umiaks umlaut umped umping umpire umps unbar unbars unbend unbent
unbind unbolt unborn uncles uncoil uncork uncut undies undoes undue unease uneven unfit unfits
unfold unfurl unhand unholy unhook unhurt unions unisex unison united unites units unjust unkind
unlace unmade unmake unman unmans unmask unpack unpaid unpick unpin unpins unplug unreal unrest
unripe unroll unruly unsaid unsay unsays unseal unseat unsent unsnap unsold unstop unsung untie
untied unties unto untold unveil unwary unwed unwell unwind unwrap unzip unzips upbeat upend
upends upheld uphill uphold upkeep upland uplift upload upped uppers upping uppity uproar uproot
upsets upshot uptake uptown upturn urbane urchin urea urged urges urging uric urinal urns usages
used users uses usher ushers usurer usurp usurps usury uteri uterus utmost utopia utters uvula
uvular uvulas vacant vacate vagary vaguer vainer vainly vale vales valet valets valise valor
valued values valved valves vamp vamped vamps vandal vane vanes vanity vanned vans vape vaped
vapes vapid vaping vapor vapors varied varies varlet vase vases vassal vaster vasts vats vatted
vault vaults vaunt vaunts veal veep veeps veer veered veers vegan vegans veggie veil veiled veils
veined veins veld velds vellum velour velvet venal vended vends veneer venial venom venous vent
vented vents venues verbs verge verged verges verier verily verity vermin vernal versed verses
vertex verve vesper vest vested vestry vests vetch veto vetoed vetoes vets vetted vexed vexes
vexing vial vials viand viands vibe vibes vicars viced vices vicing victor videos vied vies viewed
views vigil vigils vigor vilely viler vilest vilify villa villas vine vines vinyls viol viola
violas violet viols viper vipers virago viral vireo vireos virile visa visaed visage visas viscid
viscus vise vised vises vising visits visor visors vista vistas vitals viva vivace vivas vivid
vivify vixen vixens vizier vocals vodka vogue vogues voiced voices voided voids voile vole voles
volley volt volts vomit vomits voodoo vortex votary voted voters votes voting votive vowed vowels
vowing vows voyage voyeur vulgar vulva vulvae vying wack wacker wacko wackos wacks wacky wadded
waddle waded wader waders wades wadi wading wadis wads wafer wafers waft wafted wafts waged wager
wagers wages wagged waggle waging wagon wagons wags waif waifs wail wailed wails waist waists
waited waiter waits waive waived waiver waives waked waken wakens wakes waking wale waled wales
waling walked walker walks walled wallop wallow walls walnut walrus waltz wampum wand wands wane
waned wanes wangle wanly wanna wanner wanted wanton wants wapiti warble warded warden warder wards
ware wares warier warily warmed warmer warmly warms warmth warned warns warped warps warred warren
wars wart warts warty washed washer washes wasp wasps wasted waster wastes waters watery watt
wattle watts waved waver wavers waves wavier waving wavy waxed waxen waxes waxier waxing waxy
waylay ways weaken weaker weakly weal weals wean weaned weans wearer wears weave weaved weaver
weaves webbed webcam webs wedded wedder wedge wedged wedges weds weed weeded weeder weeds weedy
weeing weeks weep weeper weeps weepy weer wees weest weevil weft wefts weighs weir weirdo weirs
weld welded welder welds welkin welled wells welsh welt welted welter welts wench wend wended
wends wens wept wetly wets wetter whack whacks whaled whaler whales wham whammy whams wharf whats
wheal wheals wheat wheels wheeze wheezy whelk whelks whelp whelps whens wheres whet whets whew
whey whiff whiffs whiled whiles whims whimsy whine whined whiner whines whinny whiny whip whips
whir whirl whirls whirs whisk whisks whist whit whiten whiter whites whits whiz whoa wholes whoops
whoosh whorl whorls whys wick wicked wicker wicket wicks widen widens wider widest widow widows
widths wield wields wiener wifely wigeon wigged wiggle wiggly wight wights wigs wigwag wigwam wiki
wikis wilder wilds wile wiled wiles wilier wiling willed willow wills wilt wilted wilts wily wimp
wimple wimps wimpy wince winced winces winch winded winds windup windy wined winery wines winged
winger wings wining wink winked winks winnow wino winos wins wintry wiped wiper wipers wipes
wiping wired wires wirier wiring wiry wisely wiser wises wisest wished wisher wishes wisp wisps
wispy wist withal wither wits wive wives wobble wobbly woeful woes woks wolfed wolfs wolves womb
wombs wont wonted wooded woods woodsy woody wooed wooer wooers woof woofed woofer woofs wooing
wool woolen woolly woos woozy worded words wordy worked works worlds wormed worms wormy worsen
worsts woulds wounds wove woven wowed wowing wows wrack wraith wraps wreak wreaks wreath wrecks
wrench wrens wrest wrests wretch wright wring wrings wrists writ writes writhe writs wrongs wroth
wrung wryer wryest wryly wuss wusses xenon xylem yacht yachts yahoo yahoos yakked yaks yammer yams
yank yanked yanks yapped yaps yards yarn yarns yawed yawing yawl yawls yawned yawns yaws yeah
yeahs yearn yearns years yeas yeast yeasts yeasty yell yelled yells yelp yelped yelps yens yeoman
yeomen yeps yeses yessed yest yeti yews yields yipped yippee yips yodel yodels yoga yogi yogis
yogurt yoke yoked yokel yokels yokes yoking yolk yolks yonder yore yours yous youths yowl yowled
yowls yucca yuccas yuck yucky yukked yuks yule yummy yuppie yups zanier zanies zany zapped zapper
zaps zeal zealot zebra zebras zebu zebus zeds zenith zephyr zeroed zeros zest zests zeta zigzag
zilch zinc zincs zing zinged zinger zings zinnia zipped zipper zippy zips zircon zither zits
zodiac zombie zonal zoned zones zoning zonked zoomed zooms zoos zygote
`
