/** Sounds of a made-up language. No list holds c, q, w, x or y: transliterations use them. */
export interface Language {
  readonly onsets: readonly string[]
  readonly vowels: readonly string[]
  readonly medials: readonly string[]
  /** Vowel and last consonants; not shared with another language. */
  readonly endings: readonly string[]
}

const list = (sounds: string): readonly string[] => sounds.split(' ')

export const languages: readonly [Language, ...Language[]] = [
  {
    onsets: list('t v h d br st m r th gr k f tr n b sk dr l hj g'),
    vowels: list('o a ei u au e io'),
    medials: list('lm rr nd rv ld sk nn rth gg st rk lv mm ng ff rn dr tt ll gn br sg vn lt'),
    endings: list('ar und orn ald eim ik ulf ard ost ind'),
  },
  {
    onsets: list('s l m p v z d r f bl t n g kl pr b fl sp'),
    vowels: list('a e i ia o ua ea'),
    medials: list('l r nt v ss lv rd n br ll d m str z nz pp t ttr gl mb s dr'),
    endings: list('ano era osa ielle une ante ora elo isa ando'),
  },
  {
    onsets: list('zh k v dr m sl p b t gr st kr n r sm d ml sv br l'),
    vowels: list('o a e u ie i ou'),
    medials: list('rm sl v zn d lk t r shk b st gr vr nk zd l m pr dl kh s n mr'),
    endings: list('ov esk ana ish itsa evo adin ulek omir enka'),
  },
  {
    onsets: list('t k n h s m r sh ts d g b f z'),
    vowels: list('a e i o u ai ou'),
    medials: list('k r m n t s sh h d b z g ts kk nd mb tt ng nk pp rr f nj'),
    endings: list('aro ene oku ishi ume abe oto ira uzu emi'),
  },
  {
    onsets: list('l gl br tr m r pl gr s n d f h t b dr ll g p'),
    vowels: list('a e i o ae oe eu'),
    medials: list('rth n dd l ndr m r th gl str ll s lg nn v br nt rg ld mb f h'),
    endings: list('uin oth enn adog ith eron ail uil aeth edd'),
  },
  {
    onsets: list('z b j n kh f m r sh d h t s l g k'),
    vowels: list('a i u aa e o ei'),
    medials: list('b r sh zz d l h kh m nd f dh t n rj s lt bd gh mm'),
    endings: list('iz een afa ush am ela uma aid od izeh'),
  },
]
