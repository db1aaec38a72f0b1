import { taxChecks } from '../../db/tables/tax-checks.ts'
import { noFen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Place = { readonly taxCheck: Id<'tax-check'>; readonly enterprise: Id<'enterprise'> }

/** What Lin's firm once kept of what the schemes said: that nobody knew anything. */
export async function writeTaxCheck(
  { store, clock, cast }: Town,
  { taxCheck, enterprise }: Place,
): Promise<void> {
  const facts = {
    ...{ grade: null, taxPaidFen: {}, assessYear: 2025, foundedOn: null },
    ...{ on: clock.today(), outstandingFen: noFen },
  }
  await store.transact(async (tx) => {
    await tx.insert(taxChecks).values({
      ...{ id: taxCheck, enterpriseId: enterprise, applicationId: null, occasion: 'self' },
      ...{ madeAt: clock.now(), madeBy: cast.lin.id, facts, checked: [], lprVersion: 'lpr-15' },
    })
  })
}
