import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { firmOf } from '../enterprises/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { bookNow, reweigh } from './actions-figures.ts'
import { ruleOn } from './policies.ts'
import { bookAfter, weighed } from './position.ts'
import * as figures from './rows-figures.ts'
import { type CustomerKind, customerKind } from './scope.ts'

type With = Pick<Parts, 'store' | 'policies'>

/**
 * Weighs every guarantor's book anew where what it hangs on has moved without any report: the weights of 683号 are other
 * ones since today, or a customer's size class changed with its figures, so that it counts as small no more, or again. A
 * balance that passes a limit is weighed anew by the change itself. Bears being repeated; how many customers changed.
 */
export async function reweighAll(parts: With, by: By): Promise<number> {
  let changed = 0
  for (const { guarantorId } of await figures.allGuarantors(parts.store.read))
    await parts.store.transact(async (tx): Promise<Outcome<object>> => {
      await reweigh(tx, parts, by.today, guarantorId)
      for (const customer of await figures.customersMoved(tx, guarantorId))
        if (await recount(tx, parts, by, customer)) changed += 1
      return done()
    })
  return changed
}

/** Counts a customer as what it is now: its kind with this guarantor, its weight, and the book. */
async function recount(
  tx: Transaction,
  parts: With,
  by: By,
  before: figures.GuarantorCustomer,
): Promise<boolean> {
  const { guarantorId, enterpriseId } = before
  const kind = await kindNow(tx, before)
  if (kind === before.kind) return false
  const { value, version } = ruleOn(parts.policies, 'guarantee-weights', by.today)
  const after = weighed(value, { ...before, kind })
  const book = await bookNow(tx, parts, by.today, guarantorId)
  await figures.keepGuarantorCustomer(tx, { guarantorId, enterpriseId, ...sumsIn(after) })
  await figures.keepGuarantor(tx, {
    ...bookAfter(book.stand, before, after),
    ...{ guarantorId, guarantees: book.guarantees, weightsVersion: version },
  })
  await write(tx, by, {
    happening: 'guarantees.reweighed',
    subject: { kind: 'enterprise', id: enterpriseId },
    details: { from: before.kind, kind, guarantor: guarantorId },
  })
  return true
}

const sumsIn = ({
  kind,
  promisedFen,
  balanceFen,
  promisedOwnFen,
  ownFen,
  liabilityFen,
  committedFen,
}: ReturnType<typeof weighed>) => ({
  ...{ kind, promisedFen, balanceFen, promisedOwnFen, ownFen, liabilityFen, committedFen },
})

/** Its size class of today; farming stays as the guarantor found. */
async function kindNow(
  from: Reader,
  { enterpriseId, kind }: figures.GuarantorCustomer,
): Promise<CustomerKind> {
  const firm = present(await firmOf(from, enterpriseId), 'the firm of a customer')
  return customerKind({ size: firm.size, farming: kind === 'farming' || kind === 'small-farming' })
}
