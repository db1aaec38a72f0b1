import { taxChecks } from '../../db/tables/tax-checks.ts'
import { warnings } from '../../db/tables/warnings.ts'
import { noFen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Place = {
  readonly taxCheck: Id<'tax-check'>
  readonly warning: Id<'warning'>
  readonly enterprise: Id<'enterprise'>
  readonly loan: Id<'loan'>
}

/** What Lin's firm once kept of what the schemes said, and a warning on its loan that waits for bank A. */
export async function writeTaxCheck(
  { store, clock, cast }: Town,
  { taxCheck, warning, enterprise, loan }: Place,
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
    await tx.insert(warnings).values({
      ...{ id: warning, rule: 'arrears', subjectKind: 'loan', subject: loan, subjectId: loan, about: 'DK-1' },
      ...{ enterpriseId: enterprise, institutionId: cast.institutionIds.bankA, region: '340603001' },
      ...{ have: true, want: false, mark: 'true', state: 'open', version: 1 },
      ...{ raisedOn: clock.today(), raisedAt: clock.now() },
    })
  })
}
