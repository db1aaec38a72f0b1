import { taxChecks } from '../../db/tables/tax-checks.ts'
import { taxWarnings } from '../../db/tables/tax-warnings.ts'
import { noFen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Place = {
  readonly taxCheck: Id<'tax-check'>
  readonly taxWarning: Id<'tax-warning'>
  readonly enterprise: Id<'enterprise'>
  readonly loan: Id<'loan'>
}

/** What Lin's firm once kept of what the schemes said, and a warning on its loan that waits for bank A. */
export async function writeTaxCheck(
  { store, clock, cast }: Town,
  { taxCheck, taxWarning, enterprise, loan }: Place,
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
    await tx.insert(taxWarnings).values({
      ...{ id: taxWarning, loanId: loan, enterpriseId: enterprise, institutionId: cast.institutionIds.bankA },
      ...{ rule: 'arrears', have: true, want: false, raisedOn: clock.today(), raisedAt: clock.now() },
    })
  })
}
