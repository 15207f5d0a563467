// The doctor's look at the language model: whether its server knows the name that it is asked by, and what is left of the day. Nothing
// is asked of the model itself, which would cost money.

import type { Config } from '../config.ts'
import { createListModels } from '../model/model.ts'
import type { Office } from '../office.ts'
import type { Finding } from './finding.ts'

const what = 'model'

export async function modelFinding(
  { model: settings }: Pick<Config, 'model'>,
  office: Pick<Office, 'model'> | undefined,
): Promise<Finding> {
  if (!settings) return { what, state: 'not-configured', says: 'no language model is used; the desk works without one' }
  const { url, name } = settings
  const listed = await createListModels(settings)()
  if (!listed.ok) {
    const remedy = 'The desk works without it. Start its server, or correct MODEL_URL and MODEL_KEY; see docs/model.md.'
    return { what, state: 'unreachable', says: `${url}: ${listed.refusal}`, remedy }
  }
  if (!listed.value.includes(name)) {
    const remedy = `Set MODEL_NAME to one of: ${listed.value.slice(0, namesShown).join(', ') || 'none is there'}.`
    return { what, state: 'wrong', says: `${url} has no model ${name}`, remedy }
  }
  const state = await office?.model.state()
  const used = state && `; used today: ${state.used.tokens} of ${state.budgets.tokensADay} tokens`
  return { what, state: 'well', says: `${url} has ${name}${used ?? ''}` }
}

const namesShown = 10
