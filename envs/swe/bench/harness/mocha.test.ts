import { mochaProject } from '../attacks/mocha.ts'
import { describeAttackedProject } from './javascript/attacked.suite.ts'

describeAttackedProject(mochaProject)
describeAttackedProject({ ...mochaProject, runner: 'mocha-tap', attacks: {} })
describeAttackedProject(mochaProject, 'npx --no-install mocha -R spec')
describeAttackedProject(mochaProject, 'npm test')
