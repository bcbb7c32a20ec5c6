import { useMemo } from 'preact/hooks'
import { framesOf } from '../data/frames.ts'
import { formatRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { Picture } from '../transcript/value-view.tsx'
import type { Section, SectionProps } from './section.ts'

/** What could be seen, picture by picture: each leads to its turn. */
export const filmstripSection: Section = {
  id: 'filmstrip',
  title: 'Filmstrip',
  isShown: (episode) => framesOf(episode).length > 0,
  Body: Filmstrip,
}

function Filmstrip({ episode, row, route }: SectionProps) {
  const { navigate } = usePage()
  const frames = useMemo(() => framesOf(episode), [episode])
  return (
    <ol class="filmstrip">
      {frames.map(({ image, caption, turn }, i) => {
        const to = { ...route, turn }
        const text = cleanText(caption)
        return (
          <li key={i}>
            <a
              href={formatRoute(to)}
              aria-current={turn !== null && route.turn === turn ? 'step' : undefined}
              onClick={(event) => {
                event.preventDefault()
                navigate(to, { replace: true })
              }}
            >
              <Picture image={image} run={row.run} label={text} />
              <span class="caption">{text}</span>
            </a>
          </li>
        )
      })}
    </ol>
  )
}
