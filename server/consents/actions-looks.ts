import type { Reader, Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import {
  closedBecause,
  consentFor,
  type Opening,
  openingsOf,
  type Seen,
  type Sight,
  seenIn,
} from './disclosure.ts'
import type { ConsentPurpose, DataKind } from './kind.ts'
import { type Consent, consentsBetween, contactConsents } from './rows.ts'
import { addLooks } from './rows-looks.ts'

/** Where something is seen: a case, a need in the hall, a paper; `about` is its number or name, for people. */
export type Subject = { readonly kind: string; readonly id: string; readonly about: string }

type Between = { readonly enterpriseId: EnterpriseId; readonly institutionId: InstitutionId }

/**
 * The firm's consent by which a bank may see a kind of its data today. Called inside the transaction of an action, it
 * makes a revocation count in the middle of a request.
 *
 * Refuses: `consent-missing` (never given), `consent-revoked`, `consent-expired`.
 */
export async function requireConsent(
  from: Reader,
  { enterpriseId, institutionId }: Between,
  kind: DataKind,
  purposes: readonly ConsentPurpose[],
  today: Day,
): Promise<Outcome<{ readonly consent: Consent }>> {
  const given = await consentsBetween(from, enterpriseId, institutionId)
  const consent = consentFor(given, kind, purposes, today)
  if (consent) return done({ consent })
  switch (closedBecause(given, kind, purposes, today)) {
    case 'revoked':
      return refuse('consent-revoked')
    case 'expired':
      return refuse('consent-expired')
    case 'never':
      return refuse('consent-missing')
  }
}

/** The bank that looks: of the person, or of the key of its program. */
const bankOf = (by: By): InstitutionId =>
  present(by.person?.institutionId ?? by.program?.institutionId, 'the bank of who looks')

/**
 * Records what a bank's person, or its program, sees, in the transaction that lets him see it: if it cannot be recorded, it is not
 * shown. `what` are codes of facts, or the name of a paper.
 */
export async function recordLook(
  tx: Transaction,
  by: By,
  enterpriseId: EnterpriseId,
  subject: Subject,
  seen: readonly Seen[],
): Promise<void> {
  if (seen.length === 0) return
  const institutionId = bankOf(by)
  await addLooks(
    tx,
    seen.map(({ kind, basis, consentId, what }) => ({
      ...{ id: newId<'look'>(), at: by.at, enterpriseId, institutionId, kind, basis, consentId, what },
      personId: by.person?.id ?? null,
      actor: by.actor,
      subjectKind: subject.kind,
      subjectId: subject.id,
      about: subject.about,
      requestId: by.requestId,
    })),
  )
}

/**
 * What of a firm's profile a bank's person may see now, each kind with the consent that opens it or the reason why it
 * is closed. What is open has been recorded as seen before the answer is there.
 *
 * Opening the same page again within the same minute is the same look: the record shows minutes.
 */
export async function disclose(
  store: Store,
  by: By,
  enterpriseId: EnterpriseId,
  subject: Subject,
  sight: Sight,
): Promise<readonly Opening<Consent>[]> {
  const institutionId = present(by.person?.institutionId, 'the bank of its own people')
  const read = async (from: Reader) =>
    openingsOf(await consentsBetween(from, enterpriseId, institutionId), sight, by.today)
  const found = await read(store.read)
  const minute = by.at.slice(0, 16)
  const keyed = (seen: readonly Seen[]) => seen.map((one) => [keyOf(by, subject, one), one] as const)
  const known = looksKnown(store, 'minute', minute)
  if (keyed(seenIn(found)).every(([key]) => known.has(key))) return found
  const { openings, fresh } = await store.transact(async (tx) => {
    // Read again: what was revoked while this waited for its turn is closed, and not recorded.
    const openings = await read(tx)
    const fresh = keyed(seenIn(openings)).filter(([key]) => !known.has(key))
    await recordLook(
      tx,
      by,
      enterpriseId,
      subject,
      fresh.map(([, one]) => one),
    )
    return { openings, fresh }
  })
  for (const [key] of fresh) known.add(key)
  return openings
}

/**
 * One thing of a firm that is no part of its profile, such as a paper: whether a bank's person may see it now. If so, it
 * has been recorded as seen before the answer is there. Refuses as `requireConsent`.
 */
export async function lookThrough(
  store: Store,
  by: By,
  enterpriseId: EnterpriseId,
  subject: Subject,
  { kind, purposes, what }: Pick<Seen, 'kind' | 'what'> & { readonly purposes: readonly ConsentPurpose[] },
): Promise<Outcome<{ readonly consent: Consent }>> {
  const institutionId = bankOf(by)
  const between = { enterpriseId, institutionId }
  const seenBy = ({ id }: Consent): Seen => ({ kind, basis: 'consent', consentId: id, what })
  const known = looksKnown(store, 'minute', by.at.slice(0, 16))
  const held = await requireConsent(store.read, between, kind, purposes, by.today)
  if (!held.ok || known.has(keyOf(by, subject, seenBy(held.consent)))) return held
  const looked = await store.transact(async (tx): Promise<Outcome<{ readonly consent: Consent }>> => {
    const still = await requireConsent(tx, between, kind, purposes, by.today)
    if (still.ok) await recordLook(tx, by, enterpriseId, subject, [seenBy(still.consent)])
    return still
  })
  if (looked.ok) known.add(keyOf(by, subject, seenBy(looked.consent)))
  return looked
}

/** A row of a list whose firm has a name that not every bank may read. */
export type Named = {
  readonly id: string
  readonly number: string
  readonly enterpriseId: EnterpriseId
  /** Its need shows the name, or a contract stands: then no consent is asked for. */
  readonly isOpen: boolean
}

/**
 * The rows of a list whose firms this bank may know by name, those that need a consent recorded as seen: once a day for
 * each person and row, for a list is opened many times a day.
 */
export async function discloseNames(
  store: Store,
  by: By,
  subjectKind: string,
  rows: readonly Named[],
): Promise<ReadonlySet<string>> {
  const institutionId = present(by.person?.institutionId, 'the bank of its own people')
  const asked = rows.filter(({ isOpen }) => !isOpen)
  const open = new Set(rows.filter(({ isOpen }) => isOpen).map(({ id }) => id))
  if (asked.length === 0) return open
  const known = looksKnown(store, 'day', by.today)
  const firms = [...new Set(asked.map(({ enterpriseId }) => enterpriseId))]
  const consentsOn = async (from: Reader) =>
    new Map(
      (await contactConsents(from, institutionId, firms, namingPurposes, by.today))
        .toReversed()
        .map(({ enterpriseId, id }) => [enterpriseId, id]),
    )
  const looksOf = (consents: ReadonlyMap<EnterpriseId, Id<'consent'>>) =>
    asked.flatMap((row) => {
      const consentId = consents.get(row.enterpriseId)
      if (!consentId) return []
      const subject = { kind: subjectKind, id: row.id, about: row.number }
      const seen: Seen = { kind: 'contact', basis: 'consent', consentId, what: ['name'] }
      return [{ row, subject, seen, key: keyOf(by, subject, seen) }]
    })
  let looks = looksOf(await consentsOn(store.read))
  if (looks.some(({ key }) => !known.has(key))) {
    looks = await store.transact(async (tx) => {
      const fresh = looksOf(await consentsOn(tx))
      for (const { row, subject, seen, key } of fresh)
        if (!known.has(key)) await recordLook(tx, by, row.enterpriseId, subject, [seen])
      return fresh
    })
  }
  for (const { row, key } of looks) {
    known.add(key)
    open.add(row.id)
  }
  return open
}

/** Whoever may decide on a firm, or watches its loan, may know its name. */
export const namingPurposes = ['credit-assessment', 'post-loan'] as const satisfies readonly ConsentPurpose[]

const keyOf = (by: By, subject: Subject, { kind, basis, consentId, what }: Seen): string =>
  [by.person?.id ?? by.program?.keyId, subject.kind, subject.id, kind, consentId ?? basis, what.join()].join(
    ' ',
  )

type Span = 'minute' | 'day'
const recent = new WeakMap<Store, Map<Span, { readonly of: string; readonly keys: Set<string> }>>()

/** What was recorded within this minute, or this day; only what is committed is in it. */
function looksKnown(store: Store, span: Span, of: Instant | string): Set<string> {
  const spans = recent.get(store) ?? new Map<Span, { of: string; keys: Set<string> }>()
  recent.set(store, spans)
  const known = spans.get(span)
  if (known?.of === of) return known.keys
  const keys = new Set<string>()
  spans.set(span, { of, keys })
  return keys
}
