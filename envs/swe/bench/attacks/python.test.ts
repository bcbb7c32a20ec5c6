import { describeWith } from '../../../../test/describe-with.ts'
import { describeAttacks } from './attacks.suite.ts'
import { pytestProject } from './pytest.ts'
import { unittestProject } from './unittest.ts'

describeWith('pytest', 'Python', () => {
  for (const project of [pytestProject, unittestProject]) describeAttacks('bubblewrap', project)
})
