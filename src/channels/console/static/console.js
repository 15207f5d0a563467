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
