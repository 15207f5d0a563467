// What the server cannot do: show which record bears a figure, keep a half-written text, take up what has changed.

function lightEvidence(claim, on) {
  const row = document.getElementById(claim.dataset.fact)
  if (!row) return
  row.classList.toggle('lit', on)
  // Only the list of evidence scrolls, never the page under the reader's eyes.
  const box = row.closest('.evidence-box')
  if (!on || box.scrollHeight <= box.clientHeight) return
  const [above, below] = [row.offsetTop - box.offsetTop, row.offsetTop + row.offsetHeight - box.offsetTop - box.clientHeight]
  if (above < box.scrollTop) box.scrollTop = above
  else if (below > box.scrollTop) box.scrollTop = below
}

function lightClaims(row, on) {
  for (const claim of document.querySelectorAll(`[data-fact="${CSS.escape(row.id)}"]`)) claim.classList.toggle('lit', on)
}

for (const [event, on] of [
  ['mouseover', true],
  ['mouseout', false],
  ['focusin', true],
  ['focusout', false],
]) {
  document.addEventListener(event, ({ target }) => {
    if (!(target instanceof Element)) return
    const claim = target.closest('[data-fact]')
    if (claim) lightEvidence(claim, on)
    const row = target.closest('.evidence li')
    if (row) lightClaims(row, on)
  })
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.activeElement?.matches('.claim')) document.activeElement.blur()
})

/** A form somebody has begun to fill in. */
function halfWritten() {
  return [...document.querySelectorAll('textarea, input[type="text"]')].some(
    (field) => field.value !== field.defaultValue && !field.closest('[role="search"]'),
  )
}

/** A person in the middle of something: writing, or with a form or a layout frame open. */
function busy() {
  return halfWritten() || document.querySelector('#case textarea:focus, #case details.act[open], #edit') !== null
}

document.addEventListener('htmx:afterSwap', () => {
  const pulse = document.querySelector('#pulse[data-changed]')
  if (pulse && !busy()) window.htmx.ajax('GET', location.pathname, { target: '#case', select: '#case', swap: 'outerHTML show:none' })
})

// After settling, since htmx gives the focus to a field that asks for it first.
document.addEventListener('htmx:afterSettle', ({ detail }) => {
  if (detail.requestConfig?.verb === 'post') document.querySelector('#case [role="alert"]')?.focus()
})

let leaving = false
document.addEventListener('submit', () => {
  leaving = true
})
window.addEventListener('beforeunload', (event) => {
  if (!leaving && halfWritten()) event.preventDefault()
})
document.addEventListener('htmx:afterRequest', () => {
  leaving = false
})

// Keys: one leads somewhere, the arrows' letters go through a list, a question mark shows them all. Never while somebody writes.
const places = { q: '/queue', c: '/call', o: '/office', n: '/new-case', a: '/accounts' }

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog[open]')) return
  const { key } = event
  if (places[key]) location.assign(places[key])
  else if (key === '/') document.querySelector('[role="search"] input')?.focus()
  else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1)
  else if (key === 'e') document.getElementById('edit-link')?.click()
  else if (key === 'A') document.querySelector('form[action$="/approve"] button')?.focus()
  else if (key === '?') document.getElementById('keys')?.showModal()
  else return
  event.preventDefault()
})

/** To the next or the last link of a list, from where the focus stands. */
function step(by) {
  const links = [...document.querySelectorAll('#main table :is(th, td.case-name) a')]
  const at = links.indexOf(document.activeElement)
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
}
