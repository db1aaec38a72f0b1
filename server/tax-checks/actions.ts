import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { firmOf } from '../enterprises/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { termsOf } from '../products/index.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import { rulesOn } from '../tax-credit/index.ts'
import { creditFactsOf, type KnownFirm } from '../tax-facts/index.ts'
import { checkSchemes, type SchemeChecked } from './check.ts'
import type { CheckOccasion } from './occasion.ts'
import { checkFirm } from './parts.ts'
import { addCheck } from './rows.ts'

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

export type InCase = {
  readonly id: Id<'application'>
  readonly enterpriseId: EnterpriseId
  readonly productId: Id<'product'>
  readonly productVersion: number
}

export type CaseChecked = KnownFirm & {
  readonly terms: ProductTerms
  readonly checked: SchemeChecked
  readonly lprVersion: string
}

/**
 * The same computation for the product of a case, on today's facts; null where the product goes by no scheme, or by one
 * that is not in force any more. Refuses as `checkFirm`.
 */
export async function checkCase(
  from: Reader,
  policies: With['policies'],
  { enterpriseId, productId, productVersion }: Omit<InCase, 'id'>,
  today: By['today'],
): Promise<Outcome<{ readonly found: CaseChecked | null }>> {
  const terms = present(await termsOf(from, productId, productVersion), 'the terms of a case')
  const code = schemeOf(terms)
  if (code === null) return done({ found: null })
  const made = rulesOn(policies, today, [code])
  if (!made.ok) return made
  const firm = present(await firmOf(from, enterpriseId), 'the firm of a case')
  const known = await creditFactsOf(from, policies, firm, today)
  const asked = checkSchemes(known.facts, made.rules)
  if (!asked.ok) return asked
  const [checked] = asked.checked
  return done({ found: checked ? { ...known, terms, checked, lprVersion: made.rules.lprVersion } : null })
}

/**
 * Keeps with a case what its scheme says now: the facts, the version and the result as they are. What cannot be worked
 * out is not kept and stops nobody, for the bank decides and not the rule.
 */
export async function keepCaseCheck(
  tx: Transaction,
  { policies }: Pick<Parts, 'policies'>,
  by: By,
  about: InCase,
  occasion: Exclude<CheckOccasion, 'self'>,
): Promise<void> {
  const asked = await checkCase(tx, policies, about, by.today)
  if (!asked.ok || !asked.found) return
  const { facts, checked, lprVersion } = asked.found
  await addCheck(tx, {
    ...{ id: newId<'tax-check'>(), enterpriseId: about.enterpriseId, applicationId: about.id, occasion },
    ...{ madeAt: by.at, madeBy: by.person?.id ?? null, facts, checked: [checked], lprVersion },
  })
}
