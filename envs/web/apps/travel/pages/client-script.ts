/** Suggestions of places, calendars and counters of the search forms. */
export const CLIENT_SCRIPT = `
const make = (tag, attributes, text) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (text !== undefined) element.textContent = text
  return element
}

for (const field of document.querySelectorAll('input[data-places]')) {
  const list = make('ul', { role: 'listbox', 'aria-label': 'Places for ' + field.getAttribute('aria-label'), class: 'plain' })
  list.hidden = true
  field.after(list)
  let timer = 0
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const places = await (await fetch('/api/places?q=' + encodeURIComponent(field.value))).json()
      list.replaceChildren(...places.map((place) => {
        const option = make('li', { role: 'option' }, place)
        option.addEventListener('click', () => {
          field.value = place
          list.hidden = true
        })
        return option
      }))
      list.hidden = places.length === 0
    }, 150)
  })
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
for (const button of document.querySelectorAll('button[data-calendar]')) {
  const field = document.getElementById(button.dataset.calendar)
  const label = field.getAttribute('aria-label')
  const calendar = make('div', { role: 'dialog', 'aria-label': label + ' calendar', class: 'calendar' })
  calendar.hidden = true
  button.after(calendar)
  let [year, month] = field.dataset.today.split('-').map(Number)
  const turn = (by) => {
    const at = year * 12 + (month - 1) + by
    year = Math.floor(at / 12)
    month = (at % 12) + 1
    show()
  }
  const show = () => {
    const before = make('button', { type: 'button' }, 'Previous month')
    const after = make('button', { type: 'button' }, 'Next month')
    before.addEventListener('click', () => turn(-1))
    after.addEventListener('click', () => turn(1))
    const name = MONTHS[month - 1] + ' ' + year
    const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const days = make('div', { role: 'group', 'aria-label': name })
    for (let day = 1; day <= count; day++) {
      const iso = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
      const pick = make('button', { type: 'button', 'aria-label': day + ' ' + name }, String(day))
      pick.disabled = iso < field.dataset.today
      pick.addEventListener('click', () => {
        field.value = iso
        calendar.hidden = true
      })
      days.append(pick)
    }
    calendar.replaceChildren(before, make('span', {}, name), after, days)
  }
  button.addEventListener('click', () => {
    show()
    calendar.hidden = !calendar.hidden
  })
}

for (const field of document.querySelectorAll('input[data-counter]')) {
  const label = field.getAttribute('aria-label').toLowerCase()
  for (const [name, by] of [['Fewer ', -1], ['More ', 1]]) {
    const button = make('button', { type: 'button', 'aria-label': name + label }, by < 0 ? '-' : '+')
    button.addEventListener('click', () => {
      const value = Number(field.value) + by
      if (value >= Number(field.min) && value <= Number(field.max)) field.value = value
    })
    if (by < 0) field.before(button)
    else field.after(button)
  }
}
`
