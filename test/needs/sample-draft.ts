import type { By, Person } from '../../server/accounts/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { sendIn, writeDraft } from '../../server/needs/actions.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import type { Need } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import type { Town } from '../support/app.ts'
import { sampleNeed } from './sample.ts'

export const sampleDraft = (changes: Partial<NeedDraft> = {}): NeedDraft => ({
  ...sampleNeed(),
  nameShown: 'anonymous-until-contact',
  openness: 'open',
  story: '棉纱涨价，想趁早备料。',
  ...changes,
})

type Asking = Pick<Town, 'store' | 'parts' | 'by'>

/** The firm of somebody of the cast. */
export const firmOfPerson = async ({ store }: Pick<Town, 'store'>, { enterpriseId }: Person) =>
  present(enterpriseId && (await firmOf(store.read, enterpriseId)), 'the firm of the cast')

/** A draft of this person's firm. */
export async function drafted(town: Asking, person: Person, changes: Partial<NeedDraft> = {}): Promise<Need> {
  const firm = await firmOfPerson(town, person)
  const outcome = await writeDraft(town.parts, town.by(person), firm, sampleDraft(changes))
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.need
}

/** A need that waits for the bureau. */
export async function sentIn(town: Asking, person: Person, changes: Partial<NeedDraft> = {}): Promise<Need> {
  const { id } = await drafted(town, person, changes)
  const outcome = await sendIn(town.parts, town.by(person), await firmOfPerson(town, person), id)
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.need
}

/** The same person, with a form that carries a key. */
export const once = (by: By, key: string): By => ({ ...by, once: key })
