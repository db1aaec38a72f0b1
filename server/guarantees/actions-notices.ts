import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { applicationById } from '../applications/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Guarantee } from './rows.ts'
import { peopleOf } from './rows-people.ts'

type Side = 'firm' | 'bank' | 'guarantor' | 'managers' | 'reguarantor'

/** Who hears of what. What a repayment does to a guarantee is no news to anybody. */
const hearers: Readonly<Record<string, readonly Side[]>> = {
  applied: ['firm', 'guarantor'],
  underwriting: ['firm', 'bank'],
  underwritten: ['managers'],
  'sheet-returned': ['guarantor'],
  approved: ['firm', 'bank', 'guarantor'],
  declined: ['firm', 'bank'],
  withdrawn: ['firm', 'guarantor'],
  signed: ['firm', 'bank'],
  'batch-signed': ['firm'],
  'in-force': ['guarantor'],
  released: ['firm', 'bank', 'guarantor'],
  extended: ['firm', 'bank'],
  sent: ['reguarantor'],
  filed: ['guarantor'],
  returned: ['guarantor'],
  'taken-back': ['reguarantor'],
}

/** Tells the sides of a guarantee what happened to it. */
export async function tellOfGuarantee(
  tx: Transaction,
  by: By,
  what: string,
  guarantee: Guarantee,
  reguarantorId: Guarantee['guarantorId'] | null = null,
): Promise<void> {
  const sides = hearers[what]
  if (!sides) return
  const to: Recipient[] = []
  for (const side of sides) to.push(...(await recipients(tx, side, guarantee, reguarantorId)))
  await notify(tx, by, {
    to,
    kind: 'guarantees',
    words: `guarantees.notice.${what}`,
    values: { number: guarantee.number },
    href: `/guarantees/${guarantee.id}`,
    subject: { kind: 'guarantee', id: guarantee.id },
  })
}

async function recipients(
  tx: Transaction,
  side: Side,
  guarantee: Guarantee,
  reguarantorId: Guarantee['guarantorId'] | null,
): Promise<Recipient[]> {
  const { enterpriseId, bankId, guarantorId, officerId, applicationId } = guarantee
  const people = async (institutionId: Guarantee['guarantorId'], managersOnly = false) =>
    (await peopleOf(tx, institutionId, managersOnly)).map(({ id }) => ({ person: id }))
  switch (side) {
    case 'firm':
      return [{ firm: enterpriseId }]
    case 'bank': {
      const officer = (await applicationById(tx, applicationId))?.officerId ?? null
      return [{ bank: bankId, officer }]
    }
    case 'guarantor':
      return officerId ? [{ person: officerId }] : people(guarantorId)
    case 'managers':
      return people(guarantorId, true)
    case 'reguarantor':
      return reguarantorId ? people(reguarantorId) : []
  }
}
