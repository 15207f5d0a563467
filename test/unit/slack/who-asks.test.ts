// A Slack user is somebody only when an administrator said so, and only in the office's own workspace.
import { expect, it } from 'vitest'
import { readButton, readOrigin, writeButton } from '../../../src/channels/slack/card-button.ts'
import { createOnce } from '../../../src/channels/slack/once.ts'
import { whoAsks } from '../../../src/channels/slack/who-asks.ts'
import { sampleMember } from '../../support/slack-samples.ts'

const ann = sampleMember()
const gone = sampleMember({ slackUserId: 'U0GONE', active: false })
const staff = { byId: async () => undefined, bySlackUser: async (id: string) => [ann, gone].find((member) => member.slackUserId === id) }

it.each([
  ['a linked member', { userId: 'U0ANN', teamIds: ['T0OFFICE', 'T0OFFICE'] }, true],
  ['somebody nobody linked', { userId: 'U0NEW', teamIds: ['T0OFFICE'] }, false],
  ['a member who left', { userId: 'U0GONE', teamIds: ['T0OFFICE'] }, false],
  ['a guest of another workspace in a shared channel', { userId: 'U0ANN', teamIds: ['T0OFFICE', 'T0OTHER'] }, false],
  ['another workspace', { userId: 'U0ANN', teamIds: ['T0OTHER'] }, false],
  ['nobody says from where', { userId: 'U0ANN', teamIds: [] }, false],
])('%s', async (_, asker, known) => {
  expect((await whoAsks(asker, { staff, ourTeam: 'T0OFFICE', officeName: 'Water <!here>' })).known).toBe(known)
})

it('refuses politely and without marks', async () => {
  const who = await whoAsks({ userId: 'U0NEW', teamIds: ['T0OFFICE'] }, { staff, ourTeam: 'T0OFFICE', officeName: 'Water <!here>' })
  expect(who).toMatchObject({ known: false, words: expect.stringContaining('please ask an administrator') })
  expect(JSON.stringify(who)).not.toContain('<')
})

it('a button’s value comes back as it was, and anything else is nobody’s', () => {
  const button = { approvalId: ann.id, draftId: gone.id, contentHash: 'a'.repeat(64) }
  expect(readButton(writeButton(button))).toEqual(button)
  for (const other of [undefined, '', '{', 'null', '{"draftId":"1"}', JSON.stringify({ ...button, contentHash: 'short' })])
    expect(readButton(other)).toBeUndefined()
  expect(readOrigin(writeButton(button))).toBeUndefined()
})

it('one interaction is worked once, and whoever asks again gets the same answer', async () => {
  const once = createOnce()
  let worked = 0
  const work = async () => (worked += 1)
  expect(await Promise.all([once.run('a', work), once.run('a', work), once.run('b', work)])).toEqual([1, 1, 2])
})

it('forgets the oldest interactions, so that memory stays bounded', async () => {
  const once = createOnce()
  let worked = 0
  const work = async () => (worked += 1)
  for (let n = 0; n <= 2000; n += 1) await once.run(`press ${n}`, work)
  await once.run('press 0', work)
  expect(worked).toBe(2002)
})
