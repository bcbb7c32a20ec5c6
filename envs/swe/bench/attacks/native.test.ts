import { describeWith } from '../../../../test/describe-with.ts'
import { describeAttacks } from './attacks.suite.ts'
import { cargoProject } from './cargo.ts'
import { goProject } from './go.ts'

describeWith('toolchains', 'compiled languages', () => {
  for (const project of [goProject, cargoProject]) describeAttacks('bubblewrap', project)
})
