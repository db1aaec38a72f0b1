import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { firmOf } from '../enterprises/index.ts'
import { type Fen, larger, minus, noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { sha256 } from '../platform/files/archive.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { termsOf } from '../products/index.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import { rulesOn, schemeOn } from '../tax-credit/index.ts'
import { creditFactsOf, type KnownFirm, signedBeside } from '../tax-facts/index.ts'
import { checkSchemes, type SchemeChecked } from './check.ts'
import { type Difference, differences } from './difference.ts'
import type { CheckOccasion } from './occasion.ts'
import { addCheck, checksOfCase, ownCheckBefore, type TaxCheck } from './rows.ts'
import {
  changesWithoutDetails,
  checkedWithoutDetails,
  factsWithoutDetails,
  keptWithoutDetails,
} from './without-details.ts'

type With = Pick<Parts, 'policies'>

export type InCase = {
  readonly id: Id<'application'>
  readonly enterpriseId: EnterpriseId
  readonly productId: Id<'product'>
  readonly productVersion: number
  readonly submittedAt: Instant
}

export type CaseChecked = KnownFirm & {
  readonly terms: ProductTerms
  /** The scheme that the product goes by. */
  readonly code: string
  /** What it says; null where it could not be asked, which `refusal` explains. */
  readonly checked: SchemeChecked | null
  readonly refusal: Refusal | null
  readonly lprVersion: string
}

/**
 * The same computation for the product of a case, on today's facts, the case's own loan and the one that it renews left out;
 * null where the product goes by no scheme. It says how much could be lent: what the firm asked for is no part of it, stands
 * beside it on the page, and an offer is held against it on its own, so that the limit reads the same as in the self-check. Where scheme or
 * LPR is not in force (`unknown-scheme`, `lpr-missing`), or the facts cannot be, that is the answer: the facts are there, and why
 * nothing follows from them.
 */
export async function checkCase(
  from: Reader,
  { policies }: With,
  { id, enterpriseId, productId, productVersion }: Omit<InCase, 'submittedAt'>,
  today: By['today'],
): Promise<CaseChecked | null> {
  const terms = present(await termsOf(from, productId, productVersion), 'the terms of a case')
  const code = schemeOf(terms)
  if (code === null) return null
  const firm = present(await firmOf(from, enterpriseId), 'the firm of a case')
  const known = { ...(await creditFactsOf(from, policies, firm, today, id)), terms, code }
  const unasked = (refusal: Refusal) => ({ ...known, checked: null, refusal, lprVersion: '' })
  const made = rulesOn(policies, today, [code])
  if (!made.ok) return unasked(made.refusal)
  const asked = checkSchemes(known.facts, made.rules)
  if (!asked.ok) return unasked(asked.refusal)
  const [checked] = asked.checked
  if (!checked) return unasked({ code: 'unknown-scheme', values: { code } })
  return { ...known, checked, refusal: null, lprVersion: made.rules.lprVersion }
}

/** A case as it stands today, held against what the firm was told before. */
export type CaseCompared = {
  readonly found: CaseChecked
  /** What the firm was told before it applied, where it asked of this scheme; else what was kept as the case opened. */
  readonly against: TaxCheck | null
  /** What differs from it now; null where there is nothing to hold it against. */
  readonly changes: readonly Difference[] | null
  /** A digest of all that is shown of it, by which a form says what lay before its sender. */
  readonly mark: string
}

/** As `checkCase`, with what changed since the firm was told; null where the product goes by no scheme. */
export async function compareCase(
  from: Reader,
  parts: With,
  about: InCase,
  today: By['today'],
): Promise<CaseCompared | null> {
  const found = await checkCase(from, parts, about, today)
  if (!found) return null
  const against = await saidBefore(from, about, found.code)
  const changes = against && differences(madeOf(against, found.code), found)
  const { checked, refusal } = found
  const shown = [against?.id, changes, refusal, checked?.version, checked?.result.limitFen]
  return { found, against, changes, mark: sha256(Buffer.from(JSON.stringify(shown))) }
}

/** The same as a bank reads it to which the firm's figures are closed; what was decided by it stays as it was. */
export const comparedWithoutDetails = ({ found, against, changes, mark }: CaseCompared): CaseCompared => ({
  found: {
    ...found,
    facts: factsWithoutDetails(found.facts),
    checked: found.checked && checkedWithoutDetails(found.checked),
  },
  against: against && keptWithoutDetails(against),
  changes: changesWithoutDetails(changes),
  mark,
})

/** A kept check as far as it is about one scheme. */
export const madeOf = ({ facts, checked }: TaxCheck, code: string) => ({
  facts,
  checked: checked.find((one) => one.code === code) ?? null,
})

async function saidBefore(
  from: Reader,
  { id, enterpriseId, submittedAt }: InCase,
  code: string,
): Promise<TaxCheck | null> {
  const own = await ownCheckBefore(from, enterpriseId, submittedAt)
  if (own?.checked.some((one) => one.code === code)) return own
  const [opened] = await checksOfCase(from, id)
  return opened ?? null
}

/**
 * Keeps with a case what its scheme says now: the facts, the version and the result as they are, and what differs from what
 * the firm was told before. Where it cannot be worked out, that is kept, with the reason; it stops nobody, for the bank
 * decides and not the rule.
 */
export async function keepCaseCheck(
  tx: Transaction,
  { policies }: With,
  by: By,
  about: InCase,
  occasion: Exclude<CheckOccasion, 'self'>,
): Promise<void> {
  const compared = await compareCase(tx, { policies }, about, by.today)
  if (!compared) return
  const { found, against, changes } = compared
  const { facts, checked, refusal, lprVersion } = found
  await addCheck(tx, {
    ...{ id: newId<'tax-check'>(), enterpriseId: about.enterpriseId, applicationId: about.id, occasion },
    ...{ madeAt: by.at, madeBy: by.person?.id ?? null, facts, checked: checked ? [checked] : [], lprVersion },
    ...{ refusal, againstId: against?.id ?? null, changes },
  })
}

/**
 * Whether a contract of a case stays within the cap of its scheme over all banks (单户融资余额). What is signed elsewhere
 * counts and what is merely agreed does not: of two cases that were agreed side by side, the one that signs first has the
 * money. Refuses: `tax-total-cap` (`leftFen` is what is left).
 */
export async function checkTotalCap(
  from: Reader,
  { policies }: With,
  { id, enterpriseId, productId, productVersion }: Omit<InCase, 'submittedAt'>,
  amountFen: Fen,
  today: By['today'],
): Promise<Outcome<object>> {
  const code = schemeOf(present(await termsOf(from, productId, productVersion), 'the terms of a case'))
  const found = code === null ? null : schemeOn(policies, code, today)
  if (!found?.ok || found.policy.value.totalCapFen === null) return done()
  const signedFen = await signedBeside(from, enterpriseId, id)
  const leftFen = larger(noFen, minus(found.policy.value.totalCapFen, signedFen))
  return amountFen > leftFen ? refuse('tax-total-cap', { values: { leftFen } }) : done()
}
