import { ConfigError, messageOf } from '../../../core/index.ts'

/** The part of playwright-core that is used as values; it is an optional package. */
export type Playwright = Pick<typeof import('playwright-core'), 'chromium'>

/** What installs it, in the version it is tested with. */
const INSTALL = 'npm install playwright-core@1.65.1'

const load = (): Promise<Playwright> => import('playwright-core')

/** The one place that loads playwright-core. @throws ConfigError that says what installs it. */
export async function loadPlaywright(importing = load): Promise<Playwright> {
  try {
    return await importing()
  } catch (error) {
    throw problemOf(error)
  }
}

function problemOf(error: unknown): ConfigError {
  const [line = ''] = messageOf(error).split('\n')
  // Node words it one way, Vitest another.
  const isMissing = /(package|module|url|import) '?"?playwright-core/.test(line)
  const reason = isMissing ? 'it is not installed' : line
  return new ConfigError(`Cannot load playwright-core: ${reason} (${INSTALL})`, { cause: error })
}
