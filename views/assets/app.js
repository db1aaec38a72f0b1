// What the pages gain from a script; without it every one of them still works.
;(() => {
  const toasts = document.getElementById('toasts')

  /** Puts one message into the polite region, closable, gone by itself after twelve seconds unless it is being read. */
  function toast(words) {
    if (!toasts || !words) return
    for (const old of toasts.children) if (old.firstChild.textContent === words) return
    const box = document.createElement('div')
    box.className = 'toast-message'
    const text = document.createElement('p')
    text.textContent = words
    const close = document.createElement('button')
    close.type = 'button'
    close.className = 'toast-close'
    close.setAttribute('aria-label', toasts.dataset.close)
    close.textContent = '×'
    close.addEventListener('click', () => box.remove())
    box.append(text, close)
    toasts.append(box)
    const leave = () => (box.matches(':hover, :focus-within') ? setTimeout(leave, 4000) : box.remove())
    setTimeout(leave, 12000)
  }

  /** Moves the focus to the summary of errors, so that it is the next thing read out. */
  function focusErrors(within) {
    const summary = within.querySelector?.('.error-summary')
    if (!summary) return false
    summary.focus()
    return true
  }

  /** A link in the summary leads to the label, not only to the control, so that the question stays in view. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.error-summary a[href^="#"]')
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!control) return
    event.preventDefault()
    const field = control.closest('.field') ?? control
    field.scrollIntoView({ block: 'start' })
    control.focus({ preventScroll: true })
  })

  /** A second press within ten seconds is swallowed; longer than that, the answer was a download or got lost. */
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.getAttribute('method')?.toLowerCase() !== 'post') return
    if (form.dataset.sent) return event.preventDefault()
    markSent(form, true)
    setTimeout(() => markSent(form, false), 10000)
  })

  function markSent(form, sent) {
    if (sent) form.dataset.sent = 'yes'
    else delete form.dataset.sent
    for (const button of form.querySelectorAll('button[type=submit]')) {
      button.setAttribute('aria-busy', String(sent))
    }
  }

  // Coming back by the Back button restores the page as it was left; its forms must be usable again.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    for (const form of document.querySelectorAll('form[data-sent]')) markSent(form, false)
  })

  document.addEventListener('htmx:config:request', (event) => {
    const request = event.detail.ctx.request
    if (!/^(GET|HEAD)$/.test(request.method)) {
      request.headers['x-csrf-token'] = document.querySelector('meta[name=csrf]')?.content ?? ''
    }
  })

  document.addEventListener('htmx:response:error', (event) => {
    const status = event.detail.ctx.response.status
    if (status === 422) return
    const said = { 401: 'expired', 429: 'busy' }[status] ?? (status >= 500 ? 'failed' : 'refused')
    toast(toasts?.dataset[said])
  })

  // No status at all: the network, or the sixty seconds that a request may take.
  document.addEventListener('htmx:error', (event) => {
    if (!event.detail.ctx?.response) toast(toasts?.dataset.offline)
  })

  // A swap that took the focused element away must not throw the reader back to the top of the page.
  document.addEventListener('htmx:after:swap', (event) => {
    const { response, target } = event.detail.ctx
    if (response?.status === 422 && focusErrors(document)) return
    const arrived = target?.id && document.getElementById(target.id)
    if (!arrived || document.activeElement !== document.body) return
    if (!arrived.hasAttribute('tabindex')) arrived.setAttribute('tabindex', '-1')
    arrived.focus({ preventScroll: true })
  })

  /** What the form would be refused for after minutes, said before anything is sent; null when it may go. */
  function tooMuch(input) {
    const files = [...input.files]
    if (files.length > Number(input.dataset.maxFiles)) return input.dataset.tooMany
    return files.some(({ size }) => size > Number(input.dataset.maxBytes)) ? input.dataset.tooLarge : null
  }

  function showFault(input, words) {
    const field = input.closest('.field')
    field.querySelector('.field-error')?.remove()
    field.classList.toggle('field-wrong', Boolean(words))
    if (!words) return
    const fault = document.createElement('p')
    fault.className = 'field-error'
    fault.setAttribute('role', 'alert')
    fault.textContent = words
    input.before(fault)
    input.focus()
  }

  // fetch tells nothing of what was sent so far, so files go by the older request, which does.
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target
      const input = form.matches('form[data-upload]') && form.querySelector('input[type=file]')
      if (!input) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (form.dataset.sent) return
      const fault = tooMuch(input)
      showFault(input, fault)
      if (!fault) sendFiles(form)
    },
    true,
  )

  function sendFiles(form) {
    const box = form.querySelector('[data-progress]')
    const bar = box.querySelector('progress')
    const said = box.querySelector('[role=status]')
    const request = new XMLHttpRequest()
    const rest = (words) => {
      markSent(form, false)
      box.hidden = true
      toast(words)
    }
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.value = Math.floor((loaded / total) * 100)
      const words = loaded < total ? `${said.dataset.sending} ${bar.value}%` : said.dataset.checking
      // A reader's ear is spared: a word at each tenth, not at each block of bytes.
      if (bar.value % 10 === 0 || loaded === total) said.textContent = words
    })
    request.addEventListener('load', () => answered(form, request, rest))
    request.addEventListener('error', () => rest(said.dataset.broken))
    request.addEventListener('abort', () => rest(null))
    box.querySelector('[data-stop]').onclick = () => request.abort()
    request.open('POST', form.action)
    // The answer then is an address to go to, not the page there, whose words are shown only once.
    request.setRequestHeader('hx-request', 'true')
    markSent(form, true)
    box.hidden = false
    bar.value = 0
    said.textContent = said.dataset.sending
    request.send(new FormData(form))
  }

  /** On to where the answer leads; or the form again, with what is to be mended in it. */
  function answered(form, request, rest) {
    const to = request.getResponseHeader('hx-redirect')
    if (to) return location.assign(to)
    const page = new DOMParser().parseFromString(request.responseText, 'text/html')
    const again = page.getElementById(form.id)
    if (again) {
      form.replaceWith(document.adoptNode(again))
      focusErrors(again)
      return
    }
    const status = request.status
    const kind =
      { 401: 'expired', 413: 'refused', 429: 'busy' }[status] ?? (status >= 500 ? 'failed' : 'refused')
    rest(page.querySelector('main .problem-text')?.textContent.trim() || toasts?.dataset[kind])
  }

  /**
   * News of the inbox as they come, on a line that only the page in front keeps open: browsers allow few lines to one
   * host. Whatever else on the page waits for news hears the event `inbox` on the body.
   */
  const inbox = document.querySelector('[data-live]')
  let line = null
  let isOver = false

  function listen() {
    if (!inbox || line || isOver || document.hidden || !('EventSource' in window)) return
    line = new EventSource(inbox.dataset.live)
    let isFirst = true
    line.addEventListener('inbox', (event) => {
      showNews(JSON.parse(event.data), isFirst)
      isFirst = false
    })
    line.addEventListener('over', () => {
      isOver = true
      hush()
    })
  }

  function hush() {
    line?.close()
    line = null
  }

  function showNews({ unread, count, words }, isFirst) {
    const before = Number(inbox.dataset.unread)
    const badge = inbox.querySelector('.inbox-count')
    badge.textContent = count
    badge.hidden = unread === 0
    inbox.setAttribute('aria-label', words)
    inbox.dataset.unread = unread
    if (unread > before) toast(words)
    // A line tells first how things stand; after that it speaks only when something changed.
    if (!isFirst || unread !== before) document.body.dispatchEvent(new CustomEvent('inbox'))
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()))
  addEventListener('pagehide', hush)
  addEventListener('pageshow', listen)

  /** Where the arrows lead from a row: to the link of the one before or behind, or of the first and the last. */
  function rowFrom(rows, row, key) {
    const at = rows.indexOf(row)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key]
    return to === undefined ? null : rows[to]?.querySelector('a')
  }

  // Keys work only where the focus already is: on a row of a list, or on the moves from case to case.
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const row = event.target.closest?.('[data-rows] tbody tr')
    const moves = event.target.closest?.('[data-moves]')
    const rel = { ArrowLeft: 'prev', ArrowUp: 'prev', ArrowRight: 'next', ArrowDown: 'next' }[event.key]
    const link = row
      ? rowFrom([...row.parentElement.children], row, event.key)
      : rel && moves?.querySelector(`a[rel=${rel}]`)
    if (!link) return
    event.preventDefault()
    if (row) link.focus()
    else link.click()
  })

  // Who changes the language in the middle of a form finds in the other language what he had typed.
  const typedHere = 'typed-here'
  const here = () => location.pathname + location.search

  /** What may be carried over: no secret, no file, and none of what the server put there. */
  const carried = (form) =>
    [...form.elements].filter((one) => one.name && !/^(hidden|password|file|submit|button)$/.test(one.type))

  document.addEventListener('click', (event) => {
    if (!event.target.closest?.('a.language')) return
    const forms = [...document.querySelectorAll('main form[method=post]')].map((form) =>
      carried(form).map((one) => [one.name, /^(checkbox|radio)$/.test(one.type) ? one.checked : one.value]),
    )
    try {
      sessionStorage.setItem(typedHere, JSON.stringify({ at: here(), forms }))
    } catch {
      // A browser that keeps nothing shows an empty form, as ever.
    }
  })

  function putBack() {
    let kept = null
    try {
      kept = JSON.parse(sessionStorage.getItem(typedHere) ?? 'null')
      sessionStorage.removeItem(typedHere)
    } catch {
      return
    }
    if (kept?.at !== here()) return
    for (const [at, form] of [...document.querySelectorAll('main form[method=post]')].entries())
      for (const [place, one] of carried(form).entries()) {
        const [name, value] = kept.forms[at]?.[place] ?? []
        if (name !== one.name) continue
        if (typeof value === 'boolean') one.checked = value
        else one.value = value
      }
  }
  putBack()

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }

  focusErrors(document)
})()
