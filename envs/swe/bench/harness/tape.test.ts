import { tapeProject } from '../attacks/tape.ts'
import { describeAttackedProject } from './javascript/attacked.suite.ts'

describeAttackedProject(tapeProject)
describeAttackedProject(tapeProject, 'npx --no-install tape test/*.js')
describeAttackedProject(tapeProject, 'npm test')
