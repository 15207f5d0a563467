import { afterAll, beforeAll, expect, it } from 'vitest'
import { modelFinding } from '../../../src/commands/check-model.ts'
import { type ModelServer, startModelServer } from '../../support/model-server.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(() => server.close())

it('says whether the server is there and has the model, and asks the model nothing', async () => {
  const settings = server.settings()
  expect(await modelFinding({}, undefined)).toMatchObject({ state: 'not-configured' })
  expect(await modelFinding({ model: settings }, undefined)).toMatchObject({ state: 'well', says: `${settings.url} has sample-model` })
  expect(await modelFinding({ model: { ...settings, name: 'gone' } }, undefined)).toMatchObject({
    state: 'wrong',
    remedy: 'Set MODEL_NAME to one of: sample-model, another.',
  })
  const nowhere = { ...settings, url: 'http://127.0.0.1:9/v1' }
  expect(await modelFinding({ model: nowhere }, undefined)).toMatchObject({
    state: 'unreachable',
    says: `${nowhere.url}: it could not be reached`,
  })
  expect(server.asked).toEqual([])
})
