/**
 * What the scripts of all pages share. It stands in a function of its own together with the task's script, so
 * that the token is no global, and leaves the document once it runs.
 */
export const CLIENT = `
document.currentScript.remove()
const { token, data } = given
const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]
const send = async (path, body) => {
  const headers = { 'content-type': 'application/json', 'x-page-token': token }
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}
const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}
const say = (text) => { $('#status').textContent = text }
let sent = false
const submit = async (fields) => {
  if (sent) return
  sent = true
  await send('/submit', fields)
  say('Sent. Thank you.')
}
let waiting = null, drafting = false
const draft = async (fields) => {
  waiting = fields
  if (drafting) return
  drafting = true
  while (waiting && !sent) {
    const next = waiting
    waiting = null
    await send('/draft', next)
  }
  drafting = false
}
const collect = (form) => {
  const fields = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string') continue
    fields[name] = name in fields ? fields[name] + '|' + value : value
  }
  return fields
}
for (const form of $$('form')) {
  form.addEventListener('input', () => draft(collect(form)))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!form.dataset.own) submit(collect(form))
  })
}
`
