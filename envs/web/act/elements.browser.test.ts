import { expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { useStage } from './act.suite.ts'

const click = (ref: string) => ({ tool: 'click', ref }) as const
const DONE = { error: null, notes: [] }

describeWith('chromium', 'actions on elements', () => {
  const open = useStage()

  test('the mouse clicks, double-clicks with any button and rests where it is', async () => {
    const stage = await open(
      `<button onmousedown="log.push('down ' + event.button)" ondblclick="log.push('double')"
        onmouseenter="log.push('over')">Go</button><script>log = []</script>`,
    )

    expect(await stage.on('"Go"', (ref) => ({ tool: 'hover', ref }))).toEqual(DONE)
    expect(await stage.on('"Go"', (ref) => ({ tool: 'click', ref, button: 'right' }))).toEqual(DONE)
    expect(await stage.on('"Go"', (ref) => ({ tool: 'double_click', ref }))).toEqual(DONE)

    expect(await stage.page.evaluate('log')).toEqual([
      'over',
      'down 2',
      'down 0',
      'down 0',
      'double',
    ])
  })

  test('elements within frames and shadow roots are acted on like others', async () => {
    const stage = await open(
      `<iframe srcdoc="<button onclick='parent.hits.push(1)'>In frame</button>"></iframe>
      <div id="host"></div><script>hits = []
      host.attachShadow({ mode: 'open' }).innerHTML = '<input aria-label="Deep"><button onclick="hits.push(2)">In shadow</button>'</script>`,
    )

    expect(await stage.on('"In frame"', click)).toEqual(DONE)
    expect(await stage.on('"In shadow"', click)).toEqual(DONE)
    expect(await stage.on('"Deep"', (ref) => ({ tool: 'type', ref, text: 'ab' }))).toEqual(DONE)

    expect(
      await stage.page.evaluate('[...hits, host.shadowRoot.querySelector("input").value]'),
    ).toEqual([1, 2, 'ab'])
  })

  test('what keeps an element from being clicked is said', async () => {
    const stage = await open(
      `<button disabled>Off</button>
      <button id="gone">Gone</button><button id="hidden">Hidden</button>
      <div style="position: relative"><button>OK</button>
        <div role="dialog" aria-label="Cookies" style="position: absolute; inset: 0; background: red"><p>We use them</p></div></div>
      <div style="position: relative"><button>Under</button>
        <div style="position: absolute; inset: 0; background: red">Loading</div></div>`,
      { timeoutMs: 400 },
    )
    const [gone, hidden] = [await stage.ref('"Gone"'), await stage.ref('"Hidden"')]
    const errorOf = async (ref: string) => (await stage.act(click(ref))).error

    expect(await errorOf('e99')).toBe('There is no element e99 in the last snapshot.')
    await stage.page.evaluate('document.getElementById("gone").remove()')
    expect(await errorOf(gone)).toBe('button "Gone" is gone since the last snapshot.')
    await stage.page.evaluate('document.getElementById("hidden").style.display = "none"')
    expect(await errorOf(hidden)).toContain('button "Hidden" is not visible')
    expect(await stage.errorOf('"Off"', click)).toContain('button "Off" is disabled')
    expect(await stage.errorOf('"OK"', click)).toContain(
      'button "OK" is covered by dialog "Cookies"',
    )
    expect(await stage.errorOf('"Under"', click)).toContain('is covered by element "Loading"')
  })

  test('an overlay of the page covers what is in a frame', async () => {
    const stage = await open(
      `<iframe srcdoc="<button>Pay</button>"></iframe>
      <div role="alertdialog" style="position: fixed; inset: 0; background: red"><h2>Wait</h2>No</div>`,
      { timeoutMs: 400 },
    )

    expect(await stage.errorOf('"Pay"', click)).toContain('is covered by alertdialog "Wait"')
  })

  test('fields of every kind are filled', async () => {
    const stage = await open(
      `<input aria-label="Name" value="old"><textarea aria-label="Note"></textarea>
      <input aria-label="Day" type="date"><input aria-label="At" type="time"><input aria-label="Hue" type="color">
      <input aria-label="Size" type="range" max="10"><input aria-label="Count" type="number">
      <div aria-label="Rich" role="textbox" contenteditable>old</div>`,
    )
    const values = {
      ...{ Name: 'Ada', Note: 'two\nlines', Day: '2026-03-31', At: '14:30', Hue: '#ff8800' },
      ...{ Size: '7', Count: '-3.5', Rich: 'new' },
    }
    for (const [name, text] of Object.entries(values)) {
      expect(await stage.on(`"${name}"`, (ref) => ({ tool: 'fill', ref, text })), name).toEqual(
        DONE,
      )
    }

    const held = await stage.page.evaluate(
      'Object.fromEntries([...document.querySelectorAll("[aria-label]")].map((e) => [e.ariaLabel, e.value ?? e.innerText]))',
    )
    expect(held).toEqual(values)
  })

  test('a field says what it takes when it is given something else', async () => {
    const stage = await open(
      `<input aria-label="Day" type="date"><input aria-label="Count" type="number">
      <input aria-label="Size" type="range" max="10"><input aria-label="Fixed" readonly>
      <input aria-label="Agree" type="checkbox"><h1>Title</h1><select aria-label="Colour"><option>Red<option>Blue</select>`,
    )
    const fill = (name: string, text: string) =>
      stage.errorOf(`"${name}"`, (ref) => ({ tool: 'fill', ref, text }))

    expect(await fill('Day', '3/31/2026')).toBe(
      'textbox "Day" takes a date such as 2026-03-31, not "3/31/2026".',
    )
    expect(await fill('Count', 'many')).toBe('spinbutton "Count" takes a number.')
    expect(await fill('Size', '70')).toContain('does not go to "70": it is at 10 now')
    expect(await fill('Fixed', 'x')).toBe('textbox "Fixed" is read-only.')
    expect(await fill('Agree', 'x')).toContain(
      'takes no text, it is an input of type checkbox: use check',
    )
    expect(await fill('Title', 'x')).toContain('heading "Title" takes no text')
    expect(await fill('Colour', 'Red')).toContain(
      'is a select: use select with one of "Red", "Blue"',
    )
  })

  test('typing goes on after what a field holds, key by key', async () => {
    const stage = await open(
      `<form onsubmit="sent = true; return false"><input aria-label="Name" value="Ada "><input aria-label="Mail" type="email" value="a@"><button>Send</button></form>
      <div aria-label="Rich" role="textbox" contenteditable>one</div><script>keys = 0; sent = false; onkeydown = () => keys++</script>`,
    )
    const type = (name: string, text: string, submit = false) =>
      stage.on(`"${name}"`, (ref) => ({ tool: 'type', ref, text, submit }))

    expect(await type('Mail', 'b.c')).toEqual(DONE)
    expect(await type('Rich', ' two')).toEqual(DONE)
    const before = await stage.page.evaluate('keys')
    expect(await type('Name', 'Lovelace', true)).toEqual(DONE)

    expect(
      await stage.page.evaluate(`[...document.querySelectorAll('input')].map((e) => e.value)`),
    ).toEqual(['Ada Lovelace', 'a@b.c'])
    expect(await stage.page.evaluate(`document.querySelector('[contenteditable]').innerText`)).toBe(
      'one two',
    )
    expect(await stage.page.evaluate('[keys, sent]')).toEqual([Number(before) + 9, true])
  })

  test('keys are pressed by the names people use, and unknown ones are refused', async () => {
    const stage = await open(
      `<input aria-label="Name" value="Ada" onkeydown="keys.push(event.key)"><input aria-label="No" disabled><script>keys = []</script>`,
    )
    const press = (key: string) => stage.on('"Name"', (ref) => ({ tool: 'press', ref, key }))

    for (const key of ['Ctrl+a', 'esc', 'down', '+', 'x'])
      expect(await press(key), key).toEqual(DONE)
    expect(await stage.act({ tool: 'press', key: 'Backspace' })).toEqual(DONE)
    expect((await press('Foo')).error).toContain('There is no key "Foo".')
    expect(await stage.errorOf('"No"', (ref) => ({ tool: 'press', ref, key: 'a' }))).toContain(
      'is disabled',
    )

    expect(await stage.page.evaluate('keys')).toEqual([
      'Control',
      'a',
      'Escape',
      'ArrowDown',
      '+',
      'x',
      'Backspace',
    ])
  })

  test('options are chosen, and those that are not there are told', async () => {
    const stage = await open(
      `<select aria-label="Colour"><option>Red<option value="b">Blue</select>
      <select aria-label="Days" multiple><option>Mo<option>Tu<option>We</select><button>Menu</button>`,
    )
    const select = (name: string, ...options: string[]) =>
      stage.on(`"${name}"`, (ref) => ({ tool: 'select', ref, options }))

    expect(await select('Colour', 'Blue')).toEqual(DONE)
    expect(await select('Days', 'Mo', 'We')).toEqual(DONE)
    expect((await select('Colour', 'Green')).error).toBe(
      'combobox "Colour" has no option "Green". Its options: "Red", "Blue".',
    )
    expect((await select('Colour', 'Red', 'Blue')).error).toBe(
      'combobox "Colour" takes one option only.',
    )
    expect((await select('Menu', 'Red')).error).toContain(
      'button "Menu" is no select but a button element',
    )

    expect(
      await stage.page.evaluate(`[...document.querySelectorAll(':checked')].map((e) => e.label)`),
    ).toEqual(['Blue', 'Mo', 'We'])
  })

  test('checkboxes and radio buttons are checked, and nothing else is', async () => {
    const stage = await open(
      `<label><input type="checkbox"> Tea</label><label><input type="radio" name="r"> Milk</label>
      <button>Go</button><div role="checkbox" aria-checked="false" tabindex="0">Stuck</div>`,
    )
    const check = (name: string) => stage.on(`"${name}"`, (ref) => ({ tool: 'check', ref }))
    const uncheck = (name: string) => stage.on(`"${name}"`, (ref) => ({ tool: 'uncheck', ref }))

    expect(await check('Tea')).toEqual(DONE)
    expect(await check('Milk')).toEqual(DONE)
    expect(await stage.page.locator(':checked').count()).toBe(2)
    expect(await uncheck('Tea')).toEqual(DONE)
    expect(await stage.page.locator(':checked').count()).toBe(1)
    expect((await uncheck('Milk')).error).toContain('check another radio button')
    expect((await check('Go')).error).toContain('is no checkbox and no radio button')
    expect((await check('Stuck')).error).toContain('is as it was before')
  })

  test('files of the task are uploaded to fields and to buttons that ask for them', async () => {
    const stage = await open(
      `<input type="file" id="field" aria-label="CV"><input type="file" id="other" hidden multiple>
      <button onclick="other.click()">Choose</button><button>Plain</button>`,
    )
    const upload = (name: string, ...files: string[]) =>
      stage.on(`"${name}"`, (ref) => ({ tool: 'upload', ref, files }))

    expect(await upload('CV', 'cv.txt')).toEqual(DONE)
    expect(await upload('Choose', 'cv.txt', 'photo.png')).toEqual(DONE)
    expect((await upload('CV', 'passwd')).error).toBe(
      'The task gives no file "passwd". It gives: "cv.txt", "photo.png".',
    )
    expect((await upload('CV', 'cv.txt', 'photo.png')).error).toBe(
      'button "CV" takes one file only.',
    )
    expect((await upload('Plain', 'cv.txt')).error).toBe(
      'button "Plain" is no file field, and opens none.',
    )

    expect(await stage.page.evaluate('field.files[0].text()')).toBe('ten years of tests')
    expect(await stage.page.evaluate('[...other.files].map((f) => f.type)')).toEqual([
      'text/plain',
      'image/png',
    ])
  })
})
