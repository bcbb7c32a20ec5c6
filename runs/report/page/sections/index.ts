import { artifactsSection } from './artifacts.tsx'
import { endSection } from './end.tsx'
import { filmstripSection } from './filmstrip.tsx'
import { rawSection } from './raw.tsx'
import { rewardsSection } from './rewards.tsx'
import type { Section } from './section.ts'
import { taskSection } from './task.tsx'
import { tokensSection } from './tokens.tsx'
import { turnsSection } from './turns.tsx'

/** The parts of a transcript, in their order: a new one is a file and a line here. */
export const sections: readonly Section[] = [
  filmstripSection,
  taskSection,
  turnsSection,
  endSection,
  rewardsSection,
  artifactsSection,
  tokensSection,
  rawSection,
]
