import './page.css'
import { render } from 'preact'
import { openEmbedded } from './data/embedded.ts'
import { openLive } from './data/live.ts'
import { App } from './shell/app.tsx'
import { applyTheme, storedTheme } from './shell/theme.ts'

// Before anything is drawn: the page does not flash in the other theme.
applyTheme(storedTheme())

const source = 'live' in document.documentElement.dataset ? openLive() : openEmbedded()

if (document.body) start()
else document.addEventListener('DOMContentLoaded', start, { once: true })

function start(): void {
  const root = document.getElementById('page') ?? document.createElement('div')
  root.id = 'page'
  if (!root.isConnected) document.body.prepend(root)
  render(<App source={source} />, root)
}
