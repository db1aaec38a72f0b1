import { covers } from '../../db/tables/covers.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

/** Bank A filed the loan of the world, and the pool's operator has not decided yet. */
export const writeCover = (
  { store, clock, cast }: Town,
  ids: { readonly cover: Id<'cover'>; readonly loan: Id<'loan'> },
) =>
  store.transact((tx) =>
    tx.insert(covers).values({
      ...{ id: ids.cover, number: 'BA-WORLD-1', loanId: ids.loan, standsFor: ids.loan },
      ...{ enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA },
      ...{ operatorId: cast.institutionIds.pool, arrangement: 'tax-credit-pool', variant: 'pure-credit' },
      ...{ arrangementVersion: 'arrangement-tax-credit-pool-1', ruleVersion: 'compensation-1', version: 1 },
      terms: arrangementPolicies[1]?.value as Arrangement,
      ...{ state: 'filed', filedFen: fen(100_000_000), checks: [], filedOn: clock.today() },
      ...{ filedAt: clock.now(), filedBy: cast.zhou.id, dueOn: plusDays(clock.today(), 7), duePolicies: [] },
    }),
  )
