import { definePage } from './define-page.ts'

type Register = { readonly names: string[] }

const FORM = (names: readonly string[]) => `<!doctype html>
<title>Guest book</title>
<form method="post"><label>Your name <input name="name"></label> <button>Sign</button></form>
<ul>${names.map((name) => `<li>${name}</li>`).join('')}</ul>`

/** A file as a user writes it: `palaestra check --env ./guest-book.ts`. */
export const guestBook = definePage({
  id: 'my/GuestBook-v0',
  url: 'http://guests.test/',
  goal: 'Sign the guest book as Ada.',
  open: (): Register => ({ names: ['Grace'] }),
  site: ({ names }) => ({
    'guests.test': {
      async fetch(request) {
        if (request.method === 'POST') names.push(`${(await request.formData()).get('name')}`)
        return new Response(FORM(names), { headers: { 'content-type': 'text/html' } })
      },
    },
  }),
  validate: (_session, { state: { names } }) => ({
    solved: names.length === 2 && names[1] === 'Ada',
    ended: names.length > 1,
  }),
  gold: () => [
    { on: { role: 'textbox', name: 'Your name' }, do: 'fill', text: 'Ada' },
    { on: { role: 'button', name: 'Sign' }, do: 'click' },
  ],
  cheats: {
    'write it into the page': () => [
      { tool: 'goto', url: "javascript:document.querySelector('ul').append('Ada')" },
    ],
  },
})
