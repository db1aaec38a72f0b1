import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { isId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Particulars } from './actions.ts'
import type { BorrowedBefore } from './borrowed-before.ts'
import { type EnterpriseId, stateAfterChange } from './enterprise.ts'
import { initials } from './pinyin.ts'
import { admitCode, checkParticulars, yearsAsked } from './registration.ts'
import * as rows from './rows.ts'
import { type SizeClass, sizeClass } from './size-class.ts'
import type { TaxGrade } from './tax-grade.ts'

/** The firm in the version that the person had before his eyes. */
export type Known = { readonly id: EnterpriseId; readonly version: number }

export type ProfileChange = Particulars & {
  readonly mainBankId: string | null
  readonly taxGrade: TaxGrade | null
  readonly borrowedBefore: BorrowedBefore | null
  /** The code as corrected, with its evidence; left out by a firm that the bureau has verified. */
  readonly code?: { readonly typed: string; readonly evidence: string | null }
}

/**
 * The firm changes its profile, and before it is verified its code too. What it was returned for counts as
 * answered; what was verified and changes is verified anew.
 *
 * Refuses: what `admitCode` and `checkParticulars` refuse, `firm-registered`, `bank-unknown`, `firm-closed`,
 * `code-verified`, `stale`.
 */
export const changeProfile = (
  { store, reference }: Pick<Parts, 'store' | 'reference'>,
  by: By,
  known: Known,
  input: ProfileChange,
) =>
  act(store, by, async (tx) => {
    const firm = await rows.firmOf(tx, known.id)
    if (!firm || firm.version !== known.version) return refuse('stale')
    if (firm.state === 'closed') return refuse('firm-closed')
    const fine = checkParticulars(input, reference, by.today)
    if (!fine.ok) return fine
    const code = await changedCode(tx, firm, input.code)
    if (!code.ok) return code
    const chosen = input.mainBankId ?? ''
    const bank = isId<'institution'>(chosen) ? await institutionOf(tx, chosen) : null
    if (input.mainBankId && bank?.kind !== 'bank') return refuse('bank-unknown', { field: 'mainBankId' })
    const { name, legalRepresentative, phone, industry, region, foundedOn, taxGrade, borrowedBefore } = input
    const { uscc, usccOverride } = code
    const profile = {
      ...{ name, legalRepresentative, phone, industry, region, foundedOn },
      ...{ taxGrade, borrowedBefore },
    }
    return keepProfile(tx, by, firm, { ...profile, uscc, usccOverride, mainBankId: bank?.id ?? null })
  })

/** The code of a firm that is not yet verified may be corrected; the bureau then looks at the new one. */
async function changedCode(
  tx: Transaction,
  firm: rows.Firm,
  code: ProfileChange['code'],
): Promise<Outcome<Pick<rows.Firm, 'uscc' | 'usccOverride'>>> {
  const { uscc, usccOverride } = firm
  if (!code) return done({ uscc, usccOverride })
  if (firm.state === 'verified') return refuse('code-verified')
  const admitted = admitCode(code.typed, code.evidence)
  if (!admitted.ok) return admitted
  const other = await rows.firmWithCode(tx, admitted.uscc)
  if (other && other.id !== firm.id) return refuse('firm-registered', { field: 'uscc' })
  return done({ uscc: admitted.uscc, usccOverride: admitted.override })
}

const profileNames = [
  ...(['uscc', 'usccOverride', 'name', 'legalRepresentative', 'phone', 'industry', 'region'] as const),
  ...(['foundedOn', 'mainBankId', 'taxGrade', 'borrowedBefore'] as const),
] as const
type Profile = Pick<rows.Firm, (typeof profileNames)[number]>

async function keepProfile(
  tx: Transaction,
  by: By,
  firm: rows.Firm,
  profile: Profile,
): Promise<Outcome<{ readonly firm: rows.Firm }>> {
  const changedNames = profileNames.filter((name) => profile[name] !== firm[name])
  const state = stateAfterChange(firm.state, changedNames)
  const changed = await rows.changeFirm(tx, firm, {
    ...profile,
    state,
    pinyin: initials(profile.name),
    returnedFor: state === firm.state ? firm.returnedFor : null,
    size: await sizeOf(tx, firm.id, profile.industry),
  })
  if (!changed) return refuse('stale')
  await write(tx, by, {
    happening: firm.state === 'returned' ? 'enterprises.sent-again' : 'enterprises.changed',
    subject: { kind: 'enterprise', id: firm.id },
    from: firm.state,
    to: state,
    details: { before: Object.fromEntries(changedNames.map((name) => [name, firm[name]])) },
  })
  return done({ firm: changed })
}

/** The size class by the newest year's figures; null while one that it needs is missing. */
export async function sizeOf(tx: Transaction, id: EnterpriseId, industry: string): Promise<SizeClass | null> {
  const [newest] = await rows.yearsOf(tx, id)
  const nothing = { employees: null, revenueFen: null, assetsFen: null }
  const found = sizeClass({ industry, ...(newest ?? nothing) })
  return found.ok && found.size !== 'unknown' ? found.size : null
}

/**
 * The firm gives the figures of one year, and its size class follows.
 * Refuses: `year-not-asked`, `firm-closed`, `stale`.
 */
export const giveFigures = (
  store: Store,
  by: By,
  known: Known,
  figures: { year: number; employees: number | null; revenueFen: Fen | null; assetsFen: Fen | null },
) =>
  act(store, by, async (tx) => {
    const firm = await rows.firmOf(tx, known.id)
    if (!firm || !yearsAsked(by.today, firm.foundedOn).includes(figures.year)) return refuse('year-not-asked')
    if (firm.state === 'closed') return refuse('firm-closed')
    const before = (await rows.yearsOf(tx, known.id)).find(({ year }) => year === figures.year) ?? null
    await rows.keepYear(tx, { enterpriseId: known.id, ...figures })
    const changed = await rows.changeFirm(tx, known, { size: await sizeOf(tx, known.id, firm.industry) })
    if (!changed) return refuse('stale')
    await write(tx, by, {
      happening: 'enterprises.figures-given',
      subject: { kind: 'enterprise', id: known.id },
      details: { year: figures.year, before, size: changed.size },
    })
    return done({ firm: changed })
  })
