import { expect, it } from 'vitest'
import { bareAddress, leadsTo } from '../../../src/kernel/mail-address.ts'

it.each([
  ['ana+bills@example.com', 'ana@example.com'],
  ['Ana+a+b@Example.com', 'ana@example.com'],
  ['+ana@example.com', '+ana@example.com'],
  ['ana@ex+ample.com', 'ana@ex+ample.com'],
])('%s is the mailbox %s', (address, bare) => {
  expect(bareAddress(address)).toBe(bare)
})

it.each([
  ['desk@example.gov', 'desk@example.gov', true],
  ['Desk+WD-000001-abc@EXAMPLE.gov', 'desk@example.gov', true],
  ['desk2@example.gov', 'desk@example.gov', false],
  ['desk+a@example.com', 'desk@example.gov', false],
  // An office that uses a tag of a mailbox that others use too.
  ['water+desk+wd-000001-abc@example.gov', 'water+desk@example.gov', true],
  ['water@example.gov', 'water+desk@example.gov', false],
])('%s leads to %s: %s', (address, mailbox, leads) => {
  expect(leadsTo(address, mailbox)).toBe(leads)
})
