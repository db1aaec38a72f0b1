import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { notify } from '../inbox/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { sliceSize, untilNone } from '../platform/work/slices.ts'
import { giveWithin } from './actions.ts'
import { consentFor } from './disclosure.ts'
import type { ConsentPurpose, DataKind } from './kind.ts'
import { consentsBetween } from './rows.ts'
import * as rows from './rows-requests.ts'
import { consentTermsOn, type Shown } from './written.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** What a bank asks a firm for, in which case and why. */
export type Asking = {
  readonly enterpriseId: EnterpriseId
  readonly applicationId: Id<'application'>
  readonly kind: DataKind
  readonly purpose: ConsentPurpose
  readonly why: string
}

/**
 * A bank asks for a consent that it lacks; the firm answers within the days of policy `consent-terms`.
 * Refuses: `consent-there` (it may see that already), `consent-asked` (its last request is still open).
 */
export const ask = ({ store, policies }: With, by: By, asking: Asking) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly id: Id<'consent-request'> }>> => {
    const institutionId = present(by.person?.institutionId, 'the bank of its own people')
    const { enterpriseId, kind, purpose } = asking
    const given = await consentsBetween(tx, enterpriseId, institutionId)
    if (consentFor(given, kind, [purpose], by.today)) return refuse('consent-there')
    const open = await rows.openRequestsBetween(tx, enterpriseId, institutionId, by.today)
    if (open.some((one) => one.kind === kind && one.purpose === purpose)) return refuse('consent-asked')
    // One that lapsed and was not noted yet would stand in the way of the new one.
    await lapse(tx, by, sliceSize, { enterpriseId, institutionId })
    const id = newId<'consent-request'>()
    await rows.addRequest(tx, {
      ...asking,
      id,
      institutionId,
      state: 'open',
      lapsesOn: plusDays(by.today, consentTermsOn(policies, by.today).requestDays),
      askedAt: by.at,
      askedBy: by.person?.id ?? null,
      asker: by.actor,
    })
    await write(tx, by, {
      happening: 'consents.asked',
      subject: { kind: 'consent-request', id },
      to: 'open',
      why: asking.why,
      details: { applicationId: asking.applicationId, kind, purpose },
    })
    const bank = present(await institutionOf(tx, institutionId), 'the bank that asks')
    await notify(tx, by, {
      to: [{ firm: enterpriseId }],
      kind: 'consents',
      words: 'consents.notice.asked',
      values: { bank: bank.shortName, kind: { words: `consents.kind.${kind}` } },
      href: `/consents/requests/${id}`,
      subject: { kind: 'consent-request', id },
    })
    return done({ id })
  })

/**
 * The firm gives what it was asked for. Refuses: `request-not-open` (answered, or too late), and as `give` does.
 */
export const accept = (parts: With, by: By, id: Id<'consent-request'>, shown: Shown) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly id: Id<'consent'> }>> => {
    const request = await rows.requestById(tx, id)
    if (request?.state !== 'open' || request.lapsesOn < by.today) return refuse('request-not-open')
    const { institutionId, kind, purpose } = request
    const given = await giveWithin(tx, parts, by, { ...shown, institutionId, kinds: [kind], purpose })
    if (!given.ok) return given
    const consentId = present(given.consents[0], 'the consent just given')
    await rows.closeRequest(tx, id, {
      state: 'accepted',
      decidedAt: by.at,
      decidedBy: by.person?.id ?? null,
      consentId,
      answer: null,
    })
    await write(tx, by, {
      happening: 'consents.accepted',
      subject: { kind: 'consent-request', id },
      from: 'open',
      to: 'accepted',
    })
    await tellBank(tx, by, 'accepted', request)
    return done({ id: consentId })
  })

/** The firm says no, with words if it likes; nothing else follows from it. Refuses: `request-not-open`. */
export const refuseRequest = (store: Store, by: By, id: Id<'consent-request'>, answer: string | null) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const request = await rows.requestById(tx, id)
    if (request?.state !== 'open' || request.lapsesOn < by.today) return refuse('request-not-open')
    await rows.closeRequest(tx, id, {
      state: 'refused',
      decidedAt: by.at,
      decidedBy: by.person?.id ?? null,
      consentId: null,
      answer,
    })
    await write(tx, by, {
      happening: 'consents.refused',
      subject: { kind: 'consent-request', id },
      from: 'open',
      to: 'refused',
      ...(answer ? { why: answer } : {}),
    })
    await tellBank(tx, by, 'refused', request)
    return done()
  })

async function tellBank(
  tx: Transaction,
  by: By,
  what: 'accepted' | 'refused',
  { id, institutionId, applicationId, kind }: rows.ConsentRequest,
): Promise<void> {
  await notify(tx, by, {
    to: [{ bank: institutionId, officer: await rows.officerOfRequest(tx, applicationId) }],
    kind: 'consents',
    words: `consents.notice.${what}`,
    values: { kind: { words: `consents.kind.${kind}` } },
    href: `/applications/${applicationId}`,
    subject: { kind: 'consent-request', id },
  })
}

/** The nightly job: requests that nobody answered in time lapse. Says how many. */
export const lapseRequests = (store: Store, by: By): Promise<number> =>
  untilNone(store, (tx, limit) => lapse(tx, by, limit))

async function lapse(
  tx: Parameters<typeof rows.closeRequest>[0],
  by: By,
  limit: number,
  between?: Parameters<typeof rows.requestsPast>[3],
): Promise<number> {
  const past = await rows.requestsPast(tx, by.today, limit, between)
  for (const { id } of past) {
    await rows.closeRequest(tx, id, {
      state: 'lapsed',
      decidedAt: by.at,
      decidedBy: null,
      consentId: null,
      answer: null,
    })
    await write(tx, by, {
      happening: 'consents.lapsed',
      subject: { kind: 'consent-request', id },
      from: 'open',
      to: 'lapsed',
    })
  }
  return past.length
}
