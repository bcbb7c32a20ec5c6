import { describeTfjs } from './tfjs.suite.ts'

describeTfjs('cpu')
