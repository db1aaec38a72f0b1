import type { Store, Transaction } from '../../db/index.ts'
import {
  accountNamed,
  addPassword,
  addPerson,
  type By,
  checkPassword,
  hashPassword,
  type PersonId,
} from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { isId, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type EnterpriseId, type EnterpriseState, enterpriseMoves } from './enterprise.ts'
import { initials } from './pinyin.ts'
import { admitCode, checkParticulars, yearsAsked } from './registration.ts'
import * as rows from './rows.ts'
import { type SizeClass, sizeClass } from './size-class.ts'
import type { TaxGrade } from './tax-grade.ts'

export type Particulars = {
  readonly name: string
  readonly legalRepresentative: string
  readonly phone: string
  readonly industry: string
  readonly region: string
  readonly foundedOn: Day
}

export type Registration = Particulars & {
  readonly uscc: string
  readonly usccEvidence: string | null
  readonly signInName: string
  readonly password: string
}

/**
 * A firm registers itself, with its owner as its first person; the bureau then verifies it.
 *
 * Refuses: what `admitCode`, `checkParticulars` and `checkPassword` refuse, `firm-registered` and
 * `sign-in-name-taken`, neither of which tells by whom.
 */
export async function register(
  { store, config, reference }: Parts,
  by: By,
  input: Registration,
): Promise<Outcome<{ readonly personId: PersonId; readonly enterpriseId: EnterpriseId }>> {
  const code = admitCode(input.uscc, input.usccEvidence)
  if (!code.ok) return code
  const particulars = checkParticulars(input, reference, by.today)
  if (!particulars.ok) return particulars
  const signInName = input.signInName.toLowerCase()
  if (!/^[a-z][a-z0-9._-]{2,39}$/.test(signInName))
    return refuse('sign-in-name-form', { field: 'signInName' })
  const password = checkPassword(config.passwordPolicy, input.password, { signInName, secondFactor: false })
  if (!password.ok) return password
  const hash = await hashPassword(input.password)
  return act(store, by, async (tx) => {
    if (await rows.firmWithCode(tx, code.uscc)) return refuse('firm-registered', { field: 'uscc' })
    if (await accountNamed(tx, signInName)) return refuse('sign-in-name-taken', { field: 'signInName' })
    const enterpriseId = await addFirm(tx, by, input, code)
    const personId = await addOwner(tx, by, input, { enterpriseId, signInName, hash })
    return done({ personId, enterpriseId })
  })
}

async function addFirm(
  tx: Transaction,
  by: By,
  input: Particulars,
  code: { uscc: string; override: string | null },
): Promise<EnterpriseId> {
  const id = newId<'enterprise'>()
  const { name, legalRepresentative, phone, industry, region, foundedOn } = input
  await rows.addFirm(tx, {
    ...{ id, name, legalRepresentative, phone, industry, region, foundedOn },
    uscc: code.uscc,
    usccOverride: code.override,
    pinyin: initials(name),
    state: 'under-review',
    size: null,
    createdAt: by.at,
    version: 1,
  })
  await write(tx, by, {
    happening: 'enterprises.registered',
    subject: { kind: 'enterprise', id },
    to: 'under-review',
    ...(code.override ? { why: code.override } : {}),
  })
  return id
}

async function addOwner(
  tx: Transaction,
  by: By,
  input: Particulars,
  { enterpriseId, signInName, hash }: { enterpriseId: EnterpriseId; signInName: string; hash: string },
): Promise<PersonId> {
  const id = newId<'person'>()
  await addPerson(tx, {
    ...{ id, signInName, enterpriseId, passwordHash: hash },
    name: input.legalRepresentative,
    phone: input.phone,
    role: 'enterprise-owner',
    state: 'active',
    language: 'zh',
    passwordSetAt: by.at,
    totpStep: 0,
    failures: 0,
    demo: false,
    createdAt: by.at,
    version: 1,
  })
  await addPassword(tx, id, hash, by.at)
  return id
}

type Known = { readonly id: EnterpriseId; readonly version: number }

/**
 * The firm changes its profile. What it was returned for counts as answered, and it goes back to the bureau.
 * Refuses: what `checkParticulars` refuses, `bank-unknown`, `stale`.
 */
export const changeProfile = (
  { store, reference }: Pick<Parts, 'store' | 'reference'>,
  by: By,
  known: Known,
  input: Particulars & { readonly mainBankId: string | null; readonly taxGrade: TaxGrade | null },
) =>
  act(store, by, async (tx) => {
    const firm = await rows.firmOf(tx, known.id)
    if (!firm) return refuse('stale')
    const fine = checkParticulars(input, reference, by.today)
    if (!fine.ok) return fine
    const chosen = input.mainBankId ?? ''
    const bank = isId<'institution'>(chosen) ? await institutionOf(tx, chosen) : null
    if (input.mainBankId && bank?.kind !== 'bank') return refuse('bank-unknown', { field: 'mainBankId' })
    const { name, legalRepresentative, phone, industry, region, foundedOn, taxGrade } = input
    const state: EnterpriseState = firm.state === 'returned' ? 'under-review' : firm.state
    const changed = await rows.changeFirm(tx, known, {
      ...{ name, legalRepresentative, phone, industry, region, foundedOn, taxGrade, state },
      mainBankId: bank?.id ?? null,
      pinyin: initials(name),
      returnedFor: state === firm.state ? firm.returnedFor : null,
      size: await sizeOf(tx, known.id, industry),
    })
    if (!changed) return refuse('stale')
    await write(tx, by, {
      happening: firm.state === 'returned' ? 'enterprises.sent-again' : 'enterprises.changed',
      subject: { kind: 'enterprise', id: known.id },
      from: firm.state,
      to: state,
    })
    return done({ firm: changed })
  })

/** The size class by the newest year's figures; null while one that it needs is missing. */
async function sizeOf(tx: Transaction, id: EnterpriseId, industry: string): Promise<SizeClass | null> {
  const [newest] = await rows.yearsOf(tx, id)
  const nothing = { employees: null, revenueFen: null, assetsFen: null }
  const found = sizeClass({ industry, ...(newest ?? nothing) })
  return found.ok && found.size !== 'unknown' ? found.size : null
}

/**
 * The firm gives the figures of one year, and its size class follows.
 * Refuses: `year-not-asked`, `stale`.
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
    await rows.keepYear(tx, { enterpriseId: known.id, ...figures })
    const changed = await rows.changeFirm(tx, known, { size: await sizeOf(tx, known.id, firm.industry) })
    if (!changed) return refuse('stale')
    await write(tx, by, {
      happening: 'enterprises.figures-given',
      subject: { kind: 'enterprise', id: known.id },
      details: { year: figures.year, size: changed.size },
    })
    return done({ firm: changed })
  })

/**
 * The bureau verifies a firm. A code that fails its check needs a reason, and leaves a trail of its own.
 * Refuses: `firm-move-not-allowed`, `override-reason-needed`, `stale`.
 */
export const verify = (store: Store, by: By, known: Known, reason: string | null) =>
  act(store, by, async (tx) => {
    const firm = await rows.firmOf(tx, known.id)
    if (firm?.usccOverride && !reason) return refuse('override-reason-needed', { field: 'reason' })
    const moved = await move(tx, by, known, 'verified', reason)
    if (moved.ok && moved.firm.usccOverride) {
      await write(tx, by, {
        happening: 'enterprises.code-accepted',
        subject: { kind: 'enterprise', id: known.id },
        ...(reason ? { why: reason } : {}),
        details: { uscc: moved.firm.uscc, evidence: moved.firm.usccOverride },
      })
    }
    return moved
  })

/** Gives a registration back with words that say what to mend. Refuses: `firm-move-not-allowed`, `stale`. */
export const giveBack = (store: Store, by: By, known: Known, words: string) =>
  act(store, by, (tx) => move(tx, by, known, 'returned', words))

async function move(
  tx: Transaction,
  by: By,
  known: Known,
  to: EnterpriseState,
  why: string | null,
): Promise<Outcome<{ readonly firm: rows.Firm }>> {
  const firm = await rows.firmOf(tx, known.id)
  const allowed: readonly EnterpriseState[] = firm ? enterpriseMoves[firm.state] : []
  if (!firm || !allowed.includes(to)) return refuse('firm-move-not-allowed')
  const moved = await rows.changeFirm(tx, known, {
    state: to,
    returnedFor: to === 'returned' ? why : null,
    ...(to === 'verified' ? { verifiedAt: by.at } : {}),
  })
  if (!moved) return refuse('stale')
  await write(tx, by, {
    happening: `enterprises.${to}`,
    subject: { kind: 'enterprise', id: known.id },
    from: firm.state,
    to,
    ...(why ? { why } : {}),
  })
  return done({ firm: moved })
}
