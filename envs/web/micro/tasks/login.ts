import { check, fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { choices, field, form, html } from '../page.ts'
import { CITIES, code, person } from '../words.ts'

/** User name and password; harder: with a tenant and "remember me". */
export const login: MicroKind = {
  kind: 'login',
  pose(rng, level) {
    const user = person(rng).toLowerCase().replace(' ', '.')
    const password = `${code(rng)}${rng.pick(['!', '?', '#'])}`
    const team = rng.pick(CITIES)
    const expected = {
      user,
      password,
      ...(level > 1 ? { team } : {}),
      keep: level > 2 ? 'Keep me signed in' : '',
    }
    return {
      goal: `Log in as "${user}" with the password "${password}"${level > 1 ? ` in the workspace "${team}"` : ''}${level > 2 ? ', and stay signed in' : ''}.`,
      title: 'Sign in',
      main: form(
        [
          ...(level > 1 ? [field('Workspace', 'team')] : []),
          field('User name', 'user'),
          field('Password', 'password', 'password'),
          choices('checkbox', 'Options', 'keep', ['Keep me signed in']),
          html`<p><a href="#reset">Forgot your password?</a></p>`,
        ],
        'Sign in',
      ),
      expected,
      gold: [
        ...(level > 1 ? [fill('Workspace', team)] : []),
        fill('User name', user),
        fill('Password', password),
        ...(level > 2 ? [check('checkbox', 'Keep me signed in')] : []),
        press('Sign in'),
      ],
    }
  },
}
