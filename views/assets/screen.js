// The hall display turns its pages by itself. The page that is shown stays until the next one has come, so that a network that
// fails for a while leaves something to read; whoever asked for less motion turns the pages by hand.
;(() => {
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  // Kept while the pages are turned by hand, each of which is a page of its own.
  const kept = sessionStorage.getItem('screen-paused')
  let paused = kept === null ? calm.matches : kept === 'yes'
  let shownAt = Date.now()

  const shown = () => document.getElementById('screen')

  function mark() {
    document.body.classList.toggle('screen-paused', paused)
  }

  /** Once a second, so that a page that came late or was turned by hand has its whole time. */
  setInterval(() => {
    const screen = shown()
    const seconds = Number(screen?.dataset.turn ?? 0)
    if (!screen || paused || seconds === 0 || Date.now() - shownAt < seconds * 1000) return
    shownAt = Date.now()
    screen.dispatchEvent(new CustomEvent('turn'))
  }, 1000)

  document.addEventListener('htmx:after:swap', () => {
    shownAt = Date.now()
  })

  function pause() {
    paused = !paused
    sessionStorage.setItem('screen-paused', paused ? 'yes' : 'no')
    shownAt = Date.now()
    mark()
  }

  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const press = (name) => document.querySelector(`[data-turn-${name}]`)?.click()
    if (event.key === ' ' || event.key === 'p') {
      // A space on a link or a button is meant for it.
      if (event.key === ' ' && event.target.closest?.('a, button')) return
      event.preventDefault()
      pause()
    } else if (event.key === 'ArrowRight') press('on')
    else if (event.key === 'ArrowLeft') press('back')
  })

  mark()
})()
