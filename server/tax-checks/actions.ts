import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { firmOf } from '../enterprises/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { isSameAnswer } from './difference.ts'
import { type Checked, checkFirm } from './parts.ts'
import { addCheck, ownChecks } from './rows.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** Keeps what a firm was told today, so that a sheet of it can be found again. Refuses as `checkFirm`. */
export const keepOwnCheck = ({ store, policies }: With, by: By, enterpriseId: EnterpriseId) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly id: Id<'tax-check'> }>> => {
    const firm = present(await firmOf(tx, enterpriseId), 'the firm of its own people')
    const found = await checkFirm(tx, policies, firm, by.today)
    if (!found.ok) return found
    const { facts, checked, rules } = found
    const id = newId<'tax-check'>()
    await addCheck(tx, {
      ...{ id, enterpriseId, applicationId: null, occasion: 'self', facts, checked },
      ...{ madeAt: by.at, madeBy: by.person?.id ?? null, lprVersion: rules.lprVersion },
    })
    await write(tx, by, {
      happening: 'tax-checks.kept',
      subject: { kind: 'enterprise', id: enterpriseId },
      details: { schemes: checked.length },
    })
    return done({ id })
  })

/**
 * Keeps what a firm reads of itself if it is new to it: an approval is held against what the firm was told, whether or not
 * it printed a sheet. Refuses as `checkFirm`.
 */
export async function rememberOwnCheck(parts: With, by: By, enterpriseId: EnterpriseId, found: Checked) {
  if (found.checked.length === 0) return
  const [last] = await ownChecks(parts.store.read, enterpriseId, 1)
  if (!last || !isSameAnswer(last, found)) await keepOwnCheck(parts, by, enterpriseId)
}
