// Block Kit's rules as Slack's reference states them, for the double to refuse by. Written apart from the desk's own limits, so
// that a wrong number there is found here.

type Thing = Record<string, unknown>
type Note = (problem: string) => void

/** What Slack would refuse in a message's blocks; empty when it would take them. */
export function faultsInMessage(blocks: unknown): string[] {
  return faultsInBlocks(blocks, { most: 50, kinds: messageBlocks })
}

/** What Slack would refuse in a modal. */
export function faultsInView(view: unknown): string[] {
  const faults: string[] = []
  const note: Note = (problem) => faults.push(problem)
  const given = thing(view, 'view', note)
  keysOf(given, 'view', ['type', 'title', 'submit', 'close', 'blocks', 'private_metadata', 'callback_id'], note)
  if (given.type !== 'modal') note('view: type must be modal')
  textObject(given.title, 'title', { most: 24, only: 'plain_text' }, note)
  for (const button of ['submit', 'close'])
    if (given[button] !== undefined) textObject(given[button], button, { most: 24, only: 'plain_text' }, note)
  bounded(given.private_metadata ?? '', 'private_metadata', 0, 3000, note)
  bounded(given.callback_id ?? '', 'callback_id', 0, 255, note)
  const blocks = Array.isArray(given.blocks) ? (given.blocks as Thing[]) : []
  if (blocks.some((block) => block.type === 'input') && given.submit === undefined) note('view: submit is required with an input block')
  return [...faults, ...faultsInBlocks(given.blocks, { most: 100, kinds: [...messageBlocks, 'input'] })]
}

/** What Slack would refuse in an app's home. */
export function faultsInHome(view: unknown): string[] {
  const faults: string[] = []
  const note: Note = (problem) => faults.push(problem)
  const given = thing(view, 'view', note)
  keysOf(given, 'view', ['type', 'blocks', 'private_metadata', 'callback_id'], note)
  if (given.type !== 'home') note('view: type must be home')
  bounded(given.private_metadata ?? '', 'private_metadata', 0, 3000, note)
  bounded(given.callback_id ?? '', 'callback_id', 0, 255, note)
  return [...faults, ...faultsInBlocks(given.blocks, { most: 100, kinds: [...messageBlocks, 'input'] })]
}

/** The characters that chat.postMessage counts towards `msg_blocks_too_long`. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, item) => total + textLength(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (total, [key, item]) => total + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  )
}

/** Everything between < and > in every mrkdwn text: the links, mentions, dates and broadcasts Slack would make of it. */
export function marksIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(marksIn)
  if (typeof value !== 'object' || value === null) return []
  const { text } = value as Thing
  const own = typeof text === 'string' ? [...text.matchAll(/<([^>]*)>/g)].map((found) => found[1] ?? '') : []
  return [...own, ...Object.values(value).flatMap(marksIn)]
}

const messageBlocks = ['header', 'section', 'divider', 'context', 'actions']

function faultsInBlocks(blocks: unknown, { most, kinds }: { most: number; kinds: string[] }): string[] {
  if (!Array.isArray(blocks)) return ['blocks: not a list']
  const faults: string[] = []
  if (blocks.length < 1 || blocks.length > most) faults.push(`blocks: ${blocks.length}, allowed are 1 to ${most}`)
  const ids = blocks.map((block) => (block as Thing).block_id).filter((id) => id !== undefined)
  if (new Set(ids).size < ids.length) faults.push('block_id: used twice')
  blocks.forEach((block, index) => {
    const note: Note = (problem) => faults.push(`/blocks/${index} ${problem}`)
    const given = thing(block, 'block', note)
    if (given.block_id !== undefined) bounded(given.block_id, 'block_id', 1, 255, note)
    const kind = String(given.type)
    if (kinds.includes(kind)) rules[kind]?.(given, note)
    else note(`a ${kind} block is not allowed here`)
  })
  return faults
}

const rules: Record<string, (block: Thing, note: Note) => void> = {
  header(block, note) {
    keysOf(block, 'header', ['type', 'block_id', 'text'], note)
    textObject(block.text, 'header', { most: 150, only: 'plain_text' }, note)
  },
  divider(block, note) {
    keysOf(block, 'divider', ['type', 'block_id'], note)
  },
  section(block, note) {
    keysOf(block, 'section', ['type', 'block_id', 'text', 'fields', 'expand', 'accessory'], note)
    if (block.text === undefined && block.fields === undefined) note('section: needs text or fields')
    if (block.text !== undefined) textObject(block.text, 'section', { most: 3000 }, note)
    const fields = list(block.fields ?? [], 'fields', 0, 10, note)
    for (const field of fields) textObject(field, 'field', { most: 2000 }, note)
    if (block.accessory !== undefined) button(thing(block.accessory, 'accessory', note), note)
  },
  context(block, note) {
    keysOf(block, 'context', ['type', 'block_id', 'elements'], note)
    for (const element of list(block.elements, 'context elements', 1, 10, note)) textObject(element, 'context', { most: 3000 }, note)
  },
  actions(block, note) {
    keysOf(block, 'actions', ['type', 'block_id', 'elements'], note)
    const elements = list(block.elements, 'actions elements', 1, 25, note)
    for (const element of elements) button(thing(element, 'element', note), note)
    const ids = elements.map((element) => (element as Thing).action_id)
    if (new Set(ids).size < ids.length) note('action_id: used twice in one block')
  },
  input(block, note) {
    keysOf(block, 'input', ['type', 'block_id', 'label', 'hint', 'optional', 'element', 'dispatch_action'], note)
    textObject(block.label, 'label', { most: 2000, only: 'plain_text' }, note)
    if (block.hint !== undefined) textObject(block.hint, 'hint', { most: 2000, only: 'plain_text' }, note)
    const element = thing(block.element, 'element', note)
    const kind = String(element.type)
    if (inputElements[kind]) inputElements[kind](element, note)
    else note(`element: the double knows no ${kind} in an input`)
    bounded(element.action_id, 'action_id', 1, 255, note)
  },
}

const inputElements: Record<string, (element: Thing, note: Note) => void> = {
  plain_text_input(element, note) {
    keysOf(
      element,
      'plain_text_input',
      ['type', 'action_id', 'initial_value', 'multiline', 'max_length', 'min_length', 'placeholder'],
      note,
    )
    if (element.placeholder !== undefined) textObject(element.placeholder, 'placeholder', { most: 150, only: 'plain_text' }, note)
    const most = element.max_length ?? 3000
    if (typeof most !== 'number' || most < 1 || most > 3000) note('max_length: allowed are 1 to 3000')
    else bounded(element.initial_value ?? '', 'initial_value', 0, most, note)
  },
  radio_buttons(element, note) {
    keysOf(element, 'radio_buttons', ['type', 'action_id', 'options', 'initial_option'], note)
    options(element, { most: 10 }, note)
  },
  static_select(element, note) {
    keysOf(element, 'static_select', ['type', 'action_id', 'options', 'initial_option', 'placeholder'], note)
    if (element.placeholder !== undefined) textObject(element.placeholder, 'placeholder', { most: 150, only: 'plain_text' }, note)
    options(element, { most: 100, only: 'plain_text' }, note)
  },
}

function options(
  { options: given, initial_option: initial }: Thing,
  { most, only }: { most: number; only?: 'plain_text' },
  note: Note,
): void {
  const offered = list(given, 'options', 1, most, note)
  for (const one of offered) {
    const option = thing(one, 'option', note)
    keysOf(option, 'option', ['text', 'value', 'description'], note)
    textObject(option.text, 'option', { most: 75, ...(only ? { only } : {}) }, note)
    bounded(option.value, 'option value', 1, 150, note)
    if (option.description !== undefined) textObject(option.description, 'option description', { most: 75 }, note)
  }
  const values = offered.map((one) => (one as Thing).value)
  if (new Set(values).size < values.length) note('option value: used twice')
  if (initial !== undefined && !offered.some((one) => JSON.stringify(one) === JSON.stringify(initial)))
    note('initial_option: must be one of the options, word for word')
}

function button(given: Thing, note: Note): void {
  keysOf(given, 'button', ['type', 'action_id', 'text', 'value', 'url', 'style', 'confirm'], note)
  if (given.type !== 'button') note('element: the double knows buttons only')
  bounded(given.action_id, 'action_id', 1, 255, note)
  textObject(given.text, 'button', { most: 75, only: 'plain_text' }, note)
  if (given.value !== undefined) bounded(given.value, 'value', 1, 2000, note)
  if (given.url !== undefined) bounded(given.url, 'url', 1, 3000, note)
  if (given.style !== undefined && !['primary', 'danger'].includes(String(given.style))) note('style: primary or danger')
  if (given.confirm === undefined) return
  const confirm = thing(given.confirm, 'confirm', note)
  textObject(confirm.title, 'confirm title', { most: 100, only: 'plain_text' }, note)
  textObject(confirm.text, 'confirm text', { most: 300 }, note)
  for (const which of ['confirm', 'deny']) textObject(confirm[which], `confirm ${which}`, { most: 30, only: 'plain_text' }, note)
}

function textObject(value: unknown, name: string, { most, only }: { most: number; only?: 'plain_text' }, note: Note): void {
  const given = thing(value, name, note)
  const kind = given.type
  if (kind !== 'plain_text' && kind !== 'mrkdwn') note(`${name}: text is plain_text or mrkdwn`)
  if (only && kind !== only) note(`${name}: must be ${only}`)
  keysOf(given, name, kind === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji'], note)
  bounded(given.text, name, 1, most, note)
  if (typeof given.text === 'string' && given.text.trim() === '') note(`${name}: nothing but white space`)
}

function bounded(value: unknown, name: string, least: number, most: number, note: Note): void {
  if (typeof value !== 'string') note(`${name}: not a text`)
  else if (value.length < least || value.length > most) note(`${name}: ${value.length} characters, allowed are ${least} to ${most}`)
}

function list(value: unknown, name: string, least: number, most: number, note: Note): unknown[] {
  if (!Array.isArray(value)) note(`${name}: not a list`)
  else if (value.length < least || value.length > most) note(`${name}: ${value.length}, allowed are ${least} to ${most}`)
  return Array.isArray(value) ? value : []
}

function thing(value: unknown, name: string, note: Note): Thing {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Thing
  note(`${name}: missing`)
  return {}
}

function keysOf(value: Thing, name: string, known: string[], note: Note): void {
  for (const key of Object.keys(value)) if (!known.includes(key)) note(`${name}: unknown field ${key}`)
}
