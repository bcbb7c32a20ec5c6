import { describeAttacks } from './attacks.suite.ts'
import { cargoProject } from './cargo.ts'
import { goProject } from './go.ts'
import { jestProject } from './jest.ts'
import { mochaProject } from './mocha.ts'
import { nodeTestProject } from './node-test.ts'
import { pytestProject } from './pytest.ts'
import { tapeProject } from './tape.ts'
import { unittestProject } from './unittest.ts'
import { vitestProject } from './vitest.ts'

const inTheDefaultImage = [
  ...[pytestProject, unittestProject, nodeTestProject, tapeProject],
  ...[mochaProject, jestProject, vitestProject],
]
for (const project of inTheDefaultImage) describeAttacks('docker', project)

const image = 'palaestra-sandbox-toolchains'
for (const project of [goProject, cargoProject]) describeAttacks('docker', project, { image })
