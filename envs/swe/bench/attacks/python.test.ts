import { describeAttacks } from './attacks.suite.ts'
import { pytestProject } from './pytest.ts'
import { unittestProject } from './unittest.ts'

for (const project of [pytestProject, unittestProject]) describeAttacks('bubblewrap', project)
