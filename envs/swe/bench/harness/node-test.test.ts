import { nodeTestProject } from '../attacks/node-test.ts'
import { describeAttackedProject } from './javascript/attacked.suite.ts'

describeAttackedProject(nodeTestProject)
describeAttackedProject(nodeTestProject, 'npm test')
describeAttackedProject(
  nodeTestProject,
  'NODE_ENV=test node --test --test-concurrency=1 test/*.test.js',
)
