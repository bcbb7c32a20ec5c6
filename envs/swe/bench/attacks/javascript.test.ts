import { describeAttacks } from './attacks.suite.ts'
import { mochaProject } from './mocha.ts'
import { nodeTestProject } from './node-test.ts'
import { tapeProject } from './tape.ts'

for (const project of [nodeTestProject, tapeProject, mochaProject]) {
  describeAttacks('bubblewrap', project)
}
