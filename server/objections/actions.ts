import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { caseTermsOn } from '../applications/case-terms.ts'
import { applicationById } from '../applications/index.ts'
import { act, write } from '../audit/index.ts'
import { ownPaper } from '../documents/index.ts'
import { dispute, factOf, firmOf, settle, undispute } from '../enterprises/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { correct, heldText } from '../tax-facts/index.ts'
import type { TaxSum } from '../tax-facts/tax-fact.ts'
import {
  examinedName,
  isExamined,
  isTaxed,
  type KeptFact,
  type ObjectionFact,
  type TaxedFact,
  type TaxOf,
} from './objection.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>
type Made = Outcome<{ readonly objection: rows.Objection }>

/** What a firm says of a fact: which, what it should be where the platform keeps it, how it knows, and a paper. */
export type Objecting = {
  readonly applicationId: Id<'application'> | null
  readonly fact: ObjectionFact
  readonly claims: Readonly<Partial<Record<KeptFact | TaxedFact, string | null>>>
  /** Of the tax paid: which year, and which kind or what went back. */
  readonly year?: number | null
  readonly taxSum?: TaxSum | null
  readonly words: string
  readonly documentId: string | null
}

/**
 * 异议: the firm says that a fact is wrong. While the bureau examines it, the match takes a kept fact for unknown; of
 * the tax paid the year that it is about, and no other. Every fact, and of the tax paid every sum of every year, is
 * examined on its own: several at a time, each once.
 * Refuses: `claim-needed` and `claim-same` (at the fact), `objection-there`, `paper-unknown`, `calendar-missing`, `stale`.
 */
export const object = ({ store, policies }: With, by: By, input: Objecting) =>
  act(store, by, async (tx): Promise<Made> => {
    const { applicationId, fact, claims, words } = input
    const firm = present(
      by.person?.enterpriseId && (await firmOf(tx, by.person.enterpriseId)),
      'the firm of its own people',
    )
    const { year = null, taxSum = null } = input
    const taxOf: TaxOf | null = fact === 'taxPaid' && year !== null ? { year, sum: taxSum } : null
    const held = isTaxed(fact)
      ? await heldText(tx, by, firm.id, fact, taxOf)
      : isExamined(fact)
        ? factOf(firm, fact)
        : null
    const claimed = isExamined(fact) ? (claims[fact] ?? null) : null
    if (fact === 'taxPaid' && taxOf === null) return refuse('claim-needed', { field: 'year' })
    if (taxOf && taxOf.sum === null) return refuse('claim-needed', { field: 'taxSum' })
    if (isExamined(fact) && claimed === null) return refuse('claim-needed', { field: fact })
    if (claimed !== null && claimed === held) return refuse('claim-same', { field: fact })
    const examined = examinedName(fact, taxOf)
    if (await rows.openOn(tx, firm.id, [examined, examinedName(fact, taxOf && { ...taxOf, sum: null })]))
      return refuse('objection-there', { field: 'fact' })
    const paper = input.documentId
      ? await ownPaper(tx, present(by.person, 'who objects'), input.documentId)
      : null
    const { value: terms, version } = caseTermsOn(policies, by.today)
    const clock = dueIn(policies, by.today, terms.objectionWorkdays, version)
    if (!clock.ok) return clock
    if (isExamined(fact)) {
      const marked = await dispute(tx, firm, examined)
      if (!marked.ok) return marked
    }
    const id = newId<'objection'>()
    const number = await nextNumber(tx, 'YY', by.today)
    await rows.addObjection(tx, {
      ...{ id, number, enterpriseId: firm.id, applicationId, fact, held, claimed, words },
      ...{ examined, factYear: taxOf?.year ?? null, factSum: taxOf?.sum ?? null },
      ...{ documentId: paper?.id ?? null, state: 'open' as const, version: 1 },
      ...{ dueOn: clock.due.on, duePolicies: clock.due.policies },
      ...{ madeAt: by.at, madeBy: by.person?.id ?? null },
    })
    await write(tx, by, { happening: 'objections.made', subject: { kind: 'objection', id }, to: 'open' })
    await tell(tx, by, { id, number }, 'made', [{ bureauOf: firm.region }])
    const objection = present(await rows.objectionById(tx, id), 'the objection just made')
    await tellBanks(tx, by, objection, 'waits')
    return done({ objection })
  })

/**
 * The banks whose cases the examination touches hear that a condition is unknown and until when, or that it counts again. Which
 * fact it is, they read in the case as far as the firm consents; the bank whose no rests on it hears of the objection itself.
 */
async function tellBanks(
  tx: Transaction,
  by: By,
  { id, fact, applicationId, enterpriseId, dueOn }: rows.Objection,
  what: 'waits' | 'goes-on',
): Promise<void> {
  const waiting = isExamined(fact) ? await rows.casesWaiting(tx, enterpriseId) : []
  for (const { id: caseId, number, institutionId, officerId } of waiting) {
    // Whoever may read the objection is told how it ended by that itself.
    if (what === 'goes-on' && caseId === applicationId) continue
    await notify(tx, by, {
      ...{ to: [{ bank: institutionId, officer: officerId }], kind: 'cases' },
      ...{ words: `objections.notice.case-${what}`, values: { number, day: dueOn } },
      ...{ href: `/applications/${caseId}`, subject: { kind: 'application', id: caseId } },
    })
  }
  const own = applicationId && waiting.every((one) => one.id !== applicationId) ? applicationId : null
  const found = own && what === 'waits' ? await applicationById(tx, own) : null
  if (found)
    await notify(tx, by, {
      ...{ to: [{ bank: found.institutionId, officer: found.officerId }], kind: 'cases' },
      ...{ words: 'objections.notice.case-objected', values: { number: found.number, day: dueOn } },
      ...{ href: `/objections/${id}`, subject: { kind: 'objection', id } },
    })
}

const tell = (
  tx: Transaction,
  by: By,
  { id, number }: Pick<rows.Objection, 'id' | 'number'>,
  what: 'made' | 'upheld' | 'rejected' | 'withdrawn',
  to: readonly Recipient[],
) =>
  notify(tx, by, {
    ...{ to, kind: 'cases', words: `objections.notice.${what}`, values: { number } },
    ...{ href: `/objections/${id}`, subject: { kind: 'objection', id } },
  })

type Decision = { readonly outcome: 'upheld' | 'rejected'; readonly answer: string; readonly version: number }

/**
 * The bureau decides: upheld, the fact becomes what the firm says; rejected, it stands. Either way it counts again, and
 * both sides are told. Refuses: `objection-decided`, `stale`, and what `settle` refuses.
 */
export const decide = (parts: With, by: By, id: Id<'objection'>, { outcome, answer, version }: Decision) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await rows.objectionById(tx, id), 'the objection that was looked up')
    if (found.state !== 'open') return refuse('objection-decided')
    if (found.version !== version) return refuse('stale')
    return end(tx, parts, by, found, outcome, answer)
  })

/** The firm takes its objection back; the fact counts as it stood. Refuses: `objection-decided`, `stale`. */
export const withdraw = (parts: With, by: By, id: Id<'objection'>, read?: number) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await rows.objectionById(tx, id), 'the objection that was looked up')
    if (found.state !== 'open') return refuse('objection-decided')
    if (read !== undefined && read !== found.version) return refuse('stale')
    return end(tx, parts, by, found, 'withdrawn', null)
  })

async function end(
  tx: Transaction,
  parts: With,
  by: By,
  found: rows.Objection,
  to: 'upheld' | 'rejected' | 'withdrawn',
  answer: string | null,
): Promise<Outcome<object>> {
  const { id, applicationId, enterpriseId } = found
  const settled = await settleFact(tx, parts, by, found, to === 'upheld' ? found.claimed : null)
  if (!settled.ok) return settled
  const decided = { state: to, decidedAt: by.at, decidedBy: by.person?.id ?? null, answer }
  if (!(await rows.changeObjection(tx, found, decided))) return refuse('stale')
  await write(tx, by, {
    happening: `objections.${to}`,
    subject: { kind: 'objection', id },
    from: 'open',
    to,
    ...(answer ? { why: answer } : {}),
  })
  const application = applicationId ? await applicationById(tx, applicationId) : null
  const bank: Recipient[] = application
    ? [{ bank: application.institutionId, officer: application.officerId }]
    : []
  await tell(tx, by, found, to, [{ firm: enterpriseId }, ...bank])
  await tellBanks(tx, by, found, 'goes-on')
  return done()
}

/** The fact counts again; what the tax bureau's word was is corrected beside it, what the profile says in the profile. */
async function settleFact(
  tx: Transaction,
  parts: With,
  by: By,
  { id, fact, factYear, factSum, enterpriseId }: rows.Objection,
  corrected: string | null,
): Promise<Outcome<object>> {
  if (!isExamined(fact)) return done()
  if (fact !== 'grade' && !isTaxed(fact)) return settle(tx, parts, by, enterpriseId, { fact, corrected })
  const taxOf = factYear === null ? null : { year: factYear, sum: factSum }
  const counted = await undispute(tx, enterpriseId, examinedName(fact, taxOf))
  if (!counted.ok || corrected === null) return counted
  return correct(tx, by, { enterpriseId, objectionId: id, fact, taxOf, found: corrected })
}
