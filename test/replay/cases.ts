import { chatCase } from '../../agents/chat/recorded.suite.ts'
import { nameFileCase } from '../../envs/guide/name-file/recorded.suite.ts'
import { benchInstanceCase, harborCase } from '../../envs/swe/bench/recorded.suite.ts'
import { repairDockerCase } from '../../envs/swe/recorded.suite.ts'
import { guessNumberCase } from '../../envs/text/guess-number/recorded.suite.ts'
import { textCases } from '../../envs/text/recorded.suite.ts'
import { atlasCase } from './atlas-case.ts'
import type { RecordedCase } from './recorded-case.ts'

/** Every recorded episode; `repair` beside them is a run. */
export const cases: readonly RecordedCase[] = [
  guessNumberCase,
  ...textCases,
  nameFileCase,
  repairDockerCase,
  benchInstanceCase,
  harborCase,
  chatCase,
  atlasCase,
]
