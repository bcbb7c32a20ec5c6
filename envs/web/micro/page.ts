import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { CLIENT } from './client.ts'
import type { MicroPage } from './kind.ts'

/** Markup whose values were escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export { html }

/** The page around a task. `token` lets its script post; `nonce` lets its script run. */
export function renderPage(page: MicroPage, { token, nonce }: Secrets): Html {
  const given = JSON.stringify({ token, data: page.data ?? null }).replaceAll('<', '\\u003c')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${page.title}</h1>
${page.main}
</main>
<p role="status" id="status"></p>
<script nonce="${nonce}">${raw(`((given) => {${CLIENT}\n${page.script ?? ''}\n})(${given})`)}</script>
</body>
</html>`
}

interface Secrets {
  readonly token: string
  readonly nonce: string
}

/** A form that is sent when its button is pressed. */
export const form = (body: Html | readonly Html[], button = 'Submit'): Html =>
  html`<form autocomplete="off">${body}<p><button type="submit">${button}</button></p></form>`

/** A labelled text field; `type` as HTML has it. */
export const field = (label: string, name: string, type = 'text'): Html =>
  html`<label>${label} <input type="${type}" name="${name}"></label>`

/** A group of radio buttons or checkboxes of one name. */
export const choices = (
  type: 'radio' | 'checkbox',
  legend: string,
  name: string,
  values: readonly string[],
): Html =>
  html`<fieldset><legend>${legend}</legend>${values.map(
    (value) => html`<label><input type="${type}" name="${name}" value="${value}"> ${value}</label>`,
  )}</fieldset>`

/** A select element; without `multiple` it begins with nothing chosen. */
export const selectList = (
  label: string,
  name: string,
  values: readonly string[],
  multiple = false,
): Html =>
  html`<label>${label} <select name="${name}"${multiple ? raw(' multiple size="8"') : ''}>${multiple ? '' : raw('<option value="">Choose</option>')}${values.map(
    (value) => html`<option>${value}</option>`,
  )}</select></label>`

/** Buttons, one a label. */
export const buttons = (labels: readonly string[]): Html =>
  html`<p>${labels.map((label) => html`<button type="button">${label}</button> `)}</p>`

const STYLE = `
body { margin: 0; font: 15px/1.4 system-ui, sans-serif; color: #222; background: #fff }
main { padding: 8px 24px; max-width: 900px }
h1 { font-size: 21px; margin: 8px 0 } h2 { font-size: 16px; margin: 10px 0 4px }
label { display: block; margin: 6px 0 } fieldset { margin: 8px 0; border: 1px solid #bbb }
input, select, button { font: inherit } button { cursor: pointer }
table { border-collapse: collapse } td, th { padding: 4px 10px; border: 1px solid #ccc; text-align: left }
#status { margin: 8px 24px; min-height: 20px }
[hidden] { display: none !important }
.card { border: 1px solid #bbb; border-radius: 4px; padding: 8px 12px; margin: 8px 0 }
.row { display: flex; gap: 12px; flex-wrap: wrap; align-items: center }
.cover { position: fixed; inset: 0; background: #0009; display: flex; align-items: center; justify-content: center }
.cover > * { background: #fff; padding: 16px 24px; max-width: 420px }
[role=menu], [role=listbox] { border: 1px solid #999; background: #fff; padding: 4px; margin: 0; list-style: none; width: 240px }
[role=option] { padding: 2px 6px; cursor: pointer }
[draggable=true] { cursor: grab; border: 1px solid #999; padding: 8px; margin: 4px; background: #f4f4ff }
canvas { position: absolute; left: 40px; top: 140px; border: 0; outline: 1px solid #888 }
`
