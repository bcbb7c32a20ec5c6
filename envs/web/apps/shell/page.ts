import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { AppSession } from './sessions.ts'

/** Markup whose values were escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export { html, raw }

export interface NavItem {
  readonly label: string
  readonly href: string
}

export interface PageParts {
  /** Of the application, in the header. */
  readonly name: string
  readonly title: string
  readonly nav: readonly NavItem[]
  /** Beside the navigation: a search field. */
  readonly header?: Html | undefined
  readonly main: Html
}

/** A whole page: header, navigation, messages for the visitor, content. */
export function renderPage(session: AppSession<unknown>, parts: PageParts): Html {
  const { name, title, nav, header, main } = parts
  const flashes = session.flashes.splice(0)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - ${name}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
<a class="brand" href="/">${name}</a>
${header ?? ''}
<nav aria-label="Main">${nav.map(({ label, href }) => html`<a href="${href}">${label}</a> `)}</nav>
</header>
${flashes.map(({ kind, text }) => html`<p class="flash ${kind}" role="${kind}">${text}</p>`)}
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>`
}

/** A form that posts, with the token its path asks for. */
export const postForm = (
  session: AppSession<unknown>,
  { action, label, className }: FormOptions,
  body: Html,
): Html => html`<form method="post" action="${action}"${label === undefined ? '' : html` aria-label="${label}"`} class="${className ?? ''}">
<input type="hidden" name="token" value="${session.token(action)}">
${body}
</form>`

export interface FormOptions {
  /** A path; it may have no query. */
  readonly action: string
  /** Makes it a landmark with that name. */
  readonly label?: string
  readonly className?: string
}

const STYLE = `
body { margin: 0; font: 15px/1.4 sans-serif; color: #222; background: #fafafa }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 8px 24px; background: #fff; border-bottom: 1px solid #ccc }
.brand { font-weight: bold; font-size: 18px }
nav a { margin-right: 10px }
main { padding: 8px 24px; max-width: 1100px }
h1 { font-size: 22px; margin: 8px 0 } h2 { font-size: 17px; margin: 14px 0 6px }
.flash { margin: 8px 24px; padding: 6px 12px; border-radius: 4px; background: #e2f4e4 }
.flash.alert { background: #fbe0de }
table { border-collapse: collapse } td, th { padding: 4px 10px; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
label { display: block; margin: 4px 0 } fieldset { margin: 8px 0; border: 1px solid #ccc }
form.inline { display: inline }
input, select, textarea, button { font: inherit }
ul.plain { list-style: none; padding: 0 } .plain > li { padding: 6px 0; border-bottom: 1px solid #ddd }
.columns { display: flex; gap: 24px } .columns > aside { width: 230px; flex: none } .columns > section { flex: 1 }
`
