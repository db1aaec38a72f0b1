import type { Reader, Transaction } from '../../db/index.ts'
import { policies } from '../../db/tables/policies.ts'
import type { Instant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { PolicyRow } from './policy.ts'

export const allPolicies = (from: Reader): Promise<PolicyRow[]> =>
  from
    .select({
      code: policies.code,
      version: policies.version,
      effectiveFrom: policies.effectiveFrom,
      effectiveTo: policies.effectiveTo,
      value: policies.value,
      source: policies.source,
      certainty: policies.certainty,
    })
    .from(policies)
    .orderBy(policies.code, policies.version)

export async function addPolicy(tx: Transaction, row: PolicyRow, at: Instant): Promise<void> {
  await tx.insert(policies).values({ ...row, id: newId<'policy'>(), createdAt: at })
}
