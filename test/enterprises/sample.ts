import { register } from '../../server/enterprises/actions.ts'
import type { ProfileChange } from '../../server/enterprises/actions-profile.ts'
import { type Firm, firmOf } from '../../server/enterprises/rows.ts'
import { usccFor } from '../../server/enterprises/uscc.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import type { Town } from '../support/app.ts'

/** A sound code that nobody of the cast has; its check character is 0. */
export const soundCode = usccFor('91340600MA0000100')
/** The same with its last character wrong. */
export const wrongCode = `${soundCode.slice(0, 17)}7`
export const evidence = '执照编号 340603000123456，相山区市场监督管理局'

/** What a firm types into the form of its registration. */
export const typedFirm = {
  uscc: soundCode,
  usccEvidence: '',
  name: '淮北市相山区青桐木器有限公司',
  legalRepresentative: '苏青桐',
  phone: '15400009999',
  industry: 'C21',
  region: '340603001',
  foundedOn: '2020-04-01',
  signInName: 'qingtong',
  password: 'Wood-and-2026',
  again: 'Wood-and-2026',
  consent: 'yes',
}

type Input = Parameters<typeof register>[2]

export const registration = (changes: Partial<Input> = {}): Input => {
  const { again: _, consent: __, ...typed } = typedFirm
  return { ...typed, language: 'zh', foundedOn: day(typed.foundedOn), usccEvidence: null, ...changes }
}

/** Registers a firm and hands its row back. */
export async function registered(
  { store, parts, by, cast }: Pick<Town, 'store' | 'parts' | 'by' | 'cast'>,
  changes: Partial<Input> = {},
): Promise<Firm> {
  const visitor = { ...by(cast.lin), person: null, actor: 'visitor' }
  const outcome = await register(parts, visitor, registration(changes))
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return present(await firmOf(store.read, outcome.enterpriseId), 'the firm just registered')
}

/** The profile of a firm as its form would send it unchanged. */
export const profileOf = (firm: Firm, changes: Partial<ProfileChange> = {}): ProfileChange => {
  const { name, legalRepresentative, phone, industry, region, mainBankId, taxGrade, borrowedBefore } = firm
  const foundedOn = present(firm.foundedOn, 'the founding day of a firm of the tests')
  return {
    ...{
      name,
      legalRepresentative,
      phone,
      industry,
      region,
      foundedOn,
      mainBankId,
      taxGrade,
      borrowedBefore,
    },
    ...changes,
  }
}
