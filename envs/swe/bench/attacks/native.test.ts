import { describeAttacks } from './attacks.suite.ts'
import { cargoProject } from './cargo.ts'
import { goProject } from './go.ts'

for (const project of [goProject, cargoProject]) describeAttacks('bubblewrap', project)
