// Who is alive: the desks of this very database, whatever else its server serves.
import { afterEach, expect, it } from 'vitest'
import { createPresence, type Presence } from '../../../src/platform/presence.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function office(): Promise<() => Presence> {
  const { connection, drop } = await createTestDatabase()
  opened.push({ close: drop })
  return () => {
    const presence = createPresence(connection, { alone: false })
    opened.push(presence)
    return presence
  }
}

it('a desk is alive to its own office, and not to one beside it on the same server', async () => {
  const [ours, theirs] = [await office(), await office()]
  const desk = ours()
  await desk.announce()
  expect(await desk.living()).toEqual(new Set([desk.instance]))
  expect(await ours().anyDesk()).toBe(true)
  expect(await theirs().anyDesk()).toBe(false)
})
