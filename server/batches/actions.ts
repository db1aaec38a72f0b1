import type { By } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { act, write } from '../audit/index.ts'
import { feeCapPpm } from '../guarantees/fee.ts'
import { checkGuaranteed } from '../guarantees/shares.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Fen, larger } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { guaranteeFeesShape, guaranteeHandlingShape } from '../policies/guarantee-rules.ts'
import { type AgreementState, type AgreementTerms, checkAgreement, moveAgreement } from './agreement.ts'
import * as rows from './rows.ts'

export type With = Pick<Parts, 'store' | 'policies'>
export type Kept = Outcome<{ readonly agreement: rows.Agreement }> & { readonly faults?: readonly Refusal[] }

export type Proposing = AgreementTerms & {
  readonly bankId: InstitutionId
  readonly arrangement: string
  readonly words: string
}

/**
 * What an agreement may say at most today, with the versions that say so: its fee by the sum for one loan, or by the largest
 * there is while nobody has named one. Refuses as `arrangementOn`, `checkGuaranteed`.
 */
export function boundsOn(
  { policies }: Pick<Parts, 'policies'>,
  arrangement: string,
  today: By['today'],
  perLoanFen: Fen | null = null,
) {
  const found = arrangementOn(policies, arrangement, today)
  if (!found.ok) return found
  const may = checkGuaranteed(found.policy.value)
  if (!may.ok) return may
  const handling = policies.read('guarantee-handling', today, guaranteeHandlingShape)
  const fees = policies.read('guarantee-fees', today, guaranteeFeesShape)
  const cap = found.policy.value.singleCustomerCapFen
  const { smallUpToFen } = fees.value
  return {
    ok: true as const,
    bounds: {
      ceilingPpm: ppm(handling.value.batchClaimPpm),
      // Each loan asks again with its own sum, which is not above the one of the agreement.
      feePpm: feeCapPpm(fees.value, perLoanFen ?? larger(cap ?? smallUpToFen, smallUpToFen)),
      customerCapFen: cap,
    },
    versions: [found.policy.version, handling.version, fees.version],
  }
}

/**
 * The guarantor's manager puts an agreement before a bank. The ceiling on claims is locked with it: no action changes it.
 * Refuses every fault of `checkAgreement` (in `faults`), `no-such-bank`, what `boundsOn` refuses.
 */
export async function proposeAgreement(parts: With, by: By, input: Proposing): Promise<Kept> {
  let faults: readonly Refusal[] = []
  const outcome = await act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantorId = present(by.person?.institutionId, 'the guarantor of its own people')
    const bank = await institutionOf(tx, input.bankId)
    if (bank?.kind !== 'bank' || bank.state !== 'active') return refuse('no-such-bank', { field: 'bankId' })
    const found = boundsOn(parts, input.arrangement, by.today, input.perLoanFen)
    if (!found.ok) return found
    faults = checkAgreement(input, found.bounds, by.today)
    const [first] = faults
    if (first) return { ok: false, refusal: first }
    const id = newId<'batch-agreement'>()
    const row = {
      ...{ ...input, id, guarantorId, state: 'proposed' as const, policies: found.versions, version: 1 },
      ...{ number: await nextNumber(tx, 'PL', by.today) },
      ...{ proposedAt: by.at, proposedBy: by.person?.id ?? null, answeredAt: null, answeredBy: null },
      ...{ answerWords: null, endedAt: null, endedBy: null, endWords: null },
    }
    await rows.addAgreement(tx, row)
    await write(tx, by, {
      ...{ happening: 'batches.proposed', subject: { kind: 'batch-agreement', id }, to: 'proposed' },
      details: { totalFen: input.totalFen, ceilingPpm: input.ceilingPpm, bank: bank.shortName },
    })
    await tell(tx, by, row, 'proposed', [{ bank: row.bankId, officer: null }])
    return { ok: true, agreement: row }
  })
  return outcome.ok ? outcome : { ...outcome, faults }
}

type Answering = { readonly answer: 'agreed' | 'declined'; readonly words: string }

/** The bank's manager agrees, or says no with a reason. Refuses `agreement-moved`, `words-required`, `stale`. */
export const answerAgreement = (parts: With, by: By, known: rows.Agreement, { answer, words }: Answering) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    if (answer === 'declined' && words.trim() === '') return refuse('words-required', { field: 'words' })
    const changes = { answeredAt: by.at, answeredBy: by.person?.id ?? null, answerWords: words || null }
    const to = answer === 'agreed' ? 'in-force' : 'declined'
    return moved(tx, by, known, to, changes, words, [{ bank: known.guarantorId, officer: null }])
  })

/** Either side ends it, with a reason: what was filed stays guaranteed. Refuses `agreement-moved`, `stale`. */
export const endAgreement = (parts: With, by: By, known: rows.Agreement, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const changes = { endedAt: by.at, endedBy: by.person?.id ?? null, endWords: why }
    const other = by.person?.institutionId === known.bankId ? known.guarantorId : known.bankId
    return moved(tx, by, known, 'ended', changes, why, [{ bank: other, officer: null }])
  })

async function moved(
  tx: Parameters<typeof rows.changeAgreement>[0],
  by: By,
  known: rows.Agreement,
  to: AgreementState,
  changes: Parameters<typeof rows.changeAgreement>[2],
  why: string,
  recipients: readonly Recipient[],
): Promise<Kept> {
  const before = present(await rows.agreementById(tx, known.id), 'the agreement that was looked up')
  const may = moveAgreement(before.state, to)
  if (!may.ok) return may
  const after = await rows.changeAgreement(tx, before, { ...changes, state: to })
  if (!after) return refuse('stale')
  await write(tx, by, {
    ...{ happening: `batches.${to}`, subject: { kind: 'batch-agreement', id: known.id } },
    ...{ from: before.state, to },
    ...(why ? { why } : {}),
  })
  await tell(tx, by, after, to, recipients)
  return { ok: true, agreement: after }
}

export const tell = (
  tx: Parameters<typeof rows.changeAgreement>[0],
  by: By,
  { id, number }: Pick<rows.Agreement, 'id' | 'number'>,
  what: string,
  to: readonly Recipient[],
  values: Readonly<Record<string, string | number>> = {},
) =>
  notify(tx, by, {
    ...{ to, kind: 'guarantees', words: `batches.notice.${what}`, values: { number, ...values } },
    ...{ href: `/batches/${id}`, subject: { kind: 'batch-agreement', id } },
  })
