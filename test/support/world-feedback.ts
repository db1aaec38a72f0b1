import { complaints } from '../../db/tables/complaints.ts'
import { ratings } from '../../db/tables/ratings.ts'
import { plusDays } from '../../server/money/day.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Ids = {
  readonly rating: Id<'rating'>
  readonly complaint: Id<'complaint'>
  readonly application: Id<'application'>
  readonly signedApplication: Id<'application'>
  readonly document: Id<'document'>
}

/** A bad rating that bank A has not answered, and a complaint of the firm that rests on its licence. */
export async function writeFeedback({ store, clock, cast }: Town, ids: Ids): Promise<void> {
  const [at, today] = [clock.now(), clock.today()]
  const between = { enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA }
  const where = { ...between, region: '340603001' }
  await store.transact(async (tx) => {
    await tx.insert(ratings).values({
      ...{ ...where, id: ids.rating, applicationId: ids.signedApplication, score: 2 },
      ...{ reasons: ['too-slow'], comment: '放款比约定晚了一周。', ratedAt: at, ratedBy: cast.lin.id },
      ...{ answerDueOn: plusDays(today, 7), duePolicies: ['feedback-1'], version: 1 },
    })
    await tx.insert(complaints).values({
      ...{ ...where, id: ids.complaint, number: 'TS-WORLD-1', applicationId: ids.application },
      ...{ side: 'firm', kind: 'tied-selling', words: '要求购买理财产品才肯办理。' },
      ...{ documents: [ids.document], state: 'filed', filedAt: at, filedBy: cast.lin.id },
      ...{ dueOn: plusDays(today, 2), duePolicies: ['feedback-1'], version: 1 },
    })
  })
}
