import { textField } from '../../shell/app-server.ts'
import { html, postForm } from '../../shell/page.ts'
import { folderNames, folders } from '../model.ts'
import type { Operation } from '../operations.ts'
import { carryOut, lines, type Mailbox, option } from './parts.ts'

/** Signature, labels, rules, contacts. */
export function settingsRoutes(mailbox: Mailbox): void {
  const { state, server } = mailbox
  server.app.get('/settings', (c) => {
    const form = (act: string, label: string, body: ReturnType<typeof html>) =>
      postForm(c.var.session, { action: `/settings/${act}`, label }, body)
    return server.page(c, {
      title: 'Settings',
      main: html`<h2>Signature</h2>${form('signature', 'Signature', html`<label>Signature <textarea name="text" rows="3" cols="50">${state.signature}</textarea></label> <button>Save signature</button>`)}
<h2>Labels</h2><p>${state.labels.join(', ')}</p>${form('label', 'New label', html`<label>New label <input name="label"></label> <button>Add label</button>`)}
<h2>Rules</h2><ul aria-label="Rules">${state.rules.map(
        ({ id, from, subject, label, folder }) =>
          html`<li>From "${from}", subject "${subject}": ${label === null ? '' : `label ${label}`} ${folder === null ? '' : `move to ${folderNames[folder]}`} ${form('delete-rule', `Rule ${id}`, html`<input type="hidden" name="rule" value="${id}"><button>Delete rule</button>`)}</li>`,
      )}</ul>${form(
        'rule',
        'New rule',
        html`<label>From contains <input name="from"></label><label>Subject contains <input name="subject"></label>
<label>Add label <select name="label">${option('', 'None')}${state.labels.map((label) => option(label, label))}</select></label>
<label>Move to <select name="folder">${option('', 'Leave in inbox')}${folders.map((each) => option(each, folderNames[each]))}</select></label> <button>Add rule</button>`,
      )}`,
    })
  })
  server.app.get('/contacts', (c) => {
    const form = (act: string, label: string, body: ReturnType<typeof html>) =>
      postForm(c.var.session, { action: `/contacts/${act}`, label, className: 'inline' }, body)
    return server.page(c, {
      title: 'Contacts',
      main: html`<table aria-label="Contacts">${state.contacts.map(
        ({ id, name, address }) => html`<tr><td>${name}</td><td>${address}</td>
<td>${form('edit', `Edit ${name}`, html`<input type="hidden" name="contact" value="${id}"><input name="name" aria-label="Name" value="${name}"> <input name="address" aria-label="Address" value="${address}" size="30"> <button>Save</button>`)}</td>
<td>${form('delete', `Delete ${name}`, html`<input type="hidden" name="contact" value="${id}"><button>Delete</button>`)}</td></tr>`,
      )}</table><h2>New contact</h2>${form('add', 'New contact', html`<label>Name <input name="name"></label><label>Address <input name="address"></label> <button>Add contact</button>`)}`,
    })
  })
  for (const [path, said, operationOf] of forms) {
    server.app.post(path, (c) => {
      const page = `/${path.split('/')[1]}`
      const read = (name: string) => textField(c.var.fields, name)
      return carryOut(mailbox, c, operationOf(read), { path: page, said })
    })
  }
}

type Read = (name: string) => string
type Form = readonly [path: string, said: string, operationOf: (read: Read) => Operation]

const forms: readonly Form[] = [
  [
    '/settings/signature',
    'Signature saved',
    (read) => ({ do: 'setSignature', text: lines(read('text')) }),
  ],
  ['/settings/label', 'Label added', (read) => ({ do: 'createLabel', label: read('label') })],
  [
    '/settings/rule',
    'Rule added',
    (read) => ({
      ...{ do: 'addRule', from: read('from'), subject: read('subject') },
      label: read('label') || null,
      folder: folders.find((each) => each === read('folder')) ?? null,
    }),
  ],
  [
    '/settings/delete-rule',
    'Rule deleted',
    (read) => ({ do: 'deleteRule', rule: Number(read('rule')) }),
  ],
  [
    '/contacts/add',
    'Contact added',
    (read) => ({ do: 'addContact', name: read('name'), address: read('address').toLowerCase() }),
  ],
  [
    '/contacts/edit',
    'Contact saved',
    (read) => ({
      ...{ do: 'editContact', contact: Number(read('contact')), name: read('name') },
      address: read('address').toLowerCase(),
    }),
  ],
  [
    '/contacts/delete',
    'Contact deleted',
    (read) => ({ do: 'deleteContact', contact: Number(read('contact')) }),
  ],
]
