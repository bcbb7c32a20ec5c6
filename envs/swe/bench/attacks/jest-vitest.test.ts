import { describeAttacks } from './attacks.suite.ts'
import { jestProject } from './jest.ts'
import { vitestProject } from './vitest.ts'

for (const project of [jestProject, vitestProject]) describeAttacks('bubblewrap', project)
