import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { type Firm, firmOf } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { mayBeConsentedTo } from '../institutions/institution.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { untilNone } from '../platform/work/slices.ts'
import { isInForce } from './consent.ts'
import { type ConsentPurpose, type DataKind, isPersonal } from './kind.ts'
import * as rows from './rows.ts'
import { cappedUntil, checkUntil } from './terms.ts'
import { audienceOf, consentTermsOn, type Shown, textOn } from './written.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** What a firm consents to: which bank may see which kinds for what, under the texts that were shown. */
export type Giving = Shown & {
  readonly institutionId: InstitutionId
  readonly kinds: readonly DataKind[]
  readonly purpose: ConsentPurpose
  /** The need that it is given with. */
  readonly needId?: Id<'need'>
}
type Given = Outcome<{ readonly consents: readonly Id<'consent'>[] }>

/**
 * 授权 by the firm on a page of its own. Refuses: `consent-no-kind`, `consent-no-bank`, `consent-until-past`,
 * `consent-until-too-late`, `consent-text-changed` (the text is another one since the page was shown),
 * `person-not-you` (a natural person's data, which only the person himself lets others see).
 */
export const give = (parts: With, by: By, giving: Giving): Promise<Given> =>
  act(parts.store, by, (tx) => giveWithin(tx, parts, by, giving))

/** The same as a part of another action. An earlier consent to the same thing is replaced. */
export async function giveWithin(
  tx: Transaction,
  { policies }: Pick<Parts, 'policies'>,
  by: By,
  giving: Giving,
): Promise<Given> {
  const firm = present(
    by.person?.enterpriseId && (await firmOf(tx, by.person.enterpriseId)),
    'the firm of its own people',
  )
  if (giving.kinds.length === 0) return refuse('consent-no-kind', { field: 'kinds' })
  const bank = await institutionOf(tx, giving.institutionId)
  if (!bank || !mayBeConsentedTo(bank.kind) || bank.state !== 'active')
    return refuse('consent-no-bank', { field: 'institutionId' })
  const terms = consentTermsOn(policies, by.today)
  const until = checkUntil(terms, giving.until, by.today)
  if (!until.ok) return until
  const ids: Id<'consent'>[] = []
  for (const kind of giving.kinds) {
    const { version } = textOn(policies, kind, by.today, audienceOf(bank.kind))
    if (version !== (isPersonal(kind) ? giving.personTextVersion : giving.textVersion))
      return refuse('consent-text-changed')
    if (isPersonal(kind) && !isThePerson(by, firm))
      return refuse('person-not-you', { field: 'person', values: { name: firm.legalRepresentative } })
    const last = cappedUntil(terms, kind, giving.until, by.today)
    ids.push(await add(tx, by, firm, { ...giving, kind, version, until: last }))
  }
  return done({ consents: ids })
}

/** Whether the person who acts is the one whose data it is, by the name on the licence. */
export const isThePerson = (by: By, firm: Pick<Firm, 'id' | 'legalRepresentative'>): boolean =>
  by.person?.enterpriseId === firm.id && sameName(by.person.name, firm.legalRepresentative)

const sameName = (one: string, other: string): boolean => folded(one) === folded(other)
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s·•]/gu, '')
    .toLowerCase()

type Adding = Pick<Giving, 'institutionId' | 'purpose' | 'until' | 'language' | 'needId'> & {
  readonly kind: DataKind
  readonly version: string
}

async function add(tx: Transaction, by: By, firm: Firm, adding: Adding): Promise<Id<'consent'>> {
  const { institutionId, kind, purpose, until, version, language, needId } = adding
  const same = { enterpriseId: firm.id, institutionId, kind, purpose }
  const earlier = await rows.standingConsent(tx, same)
  if (earlier) await end(tx, by, earlier, isInForce(earlier, by.today) ? 'replaced' : 'expired')
  const id = newId<'consent'>()
  await rows.addConsent(tx, {
    ...same,
    id,
    number: await nextNumber(tx, 'TY', by.today),
    until,
    textVersion: version,
    language,
    personName: isPersonal(kind) ? firm.legalRepresentative : null,
    needId: needId ?? null,
    givenAt: by.at,
    givenBy: by.person?.id ?? null,
    giver: by.actor,
  })
  await write(tx, by, {
    happening: 'consents.given',
    subject: { kind: 'consent', id },
    to: 'in-force',
    details: { institutionId, kind, purpose, until, text: version },
  })
  return id
}

async function end(
  tx: Transaction,
  by: By,
  { id }: Pick<rows.Consent, 'id'>,
  ending: 'revoked' | 'replaced' | 'expired',
): Promise<boolean> {
  const ended = await rows.endConsent(tx, id, { ending, endedAt: by.at, endedBy: by.person?.id ?? null })
  if (ended)
    await write(tx, by, {
      happening: `consents.${ending}`,
      subject: { kind: 'consent', id },
      from: 'in-force',
      to: ending,
    })
  return ended
}

/** 撤回, at once and without a reason. Refuses: `consent-not-in-force` (it has ended already). */
export const revoke = (store: Store, by: By, id: Id<'consent'>) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly consent: rows.Consent }>> => {
    const consent = await rows.consentById(tx, id)
    if (!consent || !isInForce(consent, by.today)) return refuse('consent-not-in-force')
    await end(tx, by, consent, 'revoked')
    return done({ consent })
  })

/** The same as a part of another action, for a consent that is in force. */
export const revokeWithin = (tx: Transaction, by: By, consent: Pick<rows.Consent, 'id'>): Promise<boolean> =>
  end(tx, by, consent, 'revoked')

/** The end of a consent whose purpose is over, which nobody took back; within another action. */
export const expireWithin = (tx: Transaction, by: By, consent: Pick<rows.Consent, 'id'>): Promise<boolean> =>
  end(tx, by, consent, 'expired')

/** The nightly job: notes the end of consents whose last day has passed. Says how many. */
export const expireConsents = (store: Store, by: By): Promise<number> =>
  untilNone(store, async (tx, limit) => {
    const past = await rows.consentsPast(tx, by.today, limit)
    for (const consent of past) await end(tx, by, consent, 'expired')
    return past.length
  })
