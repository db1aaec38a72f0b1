import type { Reader } from '../../db/index.ts'
import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Firm, yearsOf } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { isId } from '../platform/ids.ts'
import { taxFactsOfFirm } from '../tax-facts/index.ts'
import { Forbidden, NotFound } from '../web.ts'
import type { Opening } from './disclosure.ts'
import type { DataKind } from './kind.ts'
import type { FirmKnown } from './pages-groups.ts'
import { banksConsentedTo, type Consent, consentById } from './rows.ts'
import { type ConsentRequest, requestById } from './rows-requests.ts'

/**
 * The consent as this person may know of it: the firm that gave it, and the bank that it was given to. Throws
 * `NotFound` for everybody else's, `Forbidden` for roles that have no business with consents.
 */
export async function consentOf(from: Reader, who: Person, id: string): Promise<Consent> {
  if (!isOneOf(who, [...enterpriseRoles, ...bankRoles])) throw new Forbidden(id)
  const found = isId<'consent'>(id) ? await consentById(from, id) : null
  const isParty = found?.enterpriseId === who.enterpriseId || found?.institutionId === who.institutionId
  if (!found || !isParty) throw new NotFound(id)
  return found
}

/** A request that lies before this person's firm. Throws `NotFound` for another firm's. */
export async function requestOf(from: Reader, who: Person, id: string): Promise<ConsentRequest> {
  const found = isId<'consent-request'>(id) ? await requestById(from, id) : null
  if (!found || found.enterpriseId !== who.enterpriseId) throw new NotFound(id)
  return found
}

/** The banks of a firm's consents, for the filter above its lists. */
export async function bankChoices(from: Reader, firm: EnterpriseId) {
  const banks = await banksConsentedTo(from, firm)
  return banks.map(({ id, name }) => ({ value: id, label: name }))
}

/** What the groups of a page are made from; figures, main bank and tax facts are read only where they are open. */
export async function firmKnown(
  from: Reader,
  firm: Firm,
  openings: readonly Opening[],
  on: Day,
): Promise<FirmKnown> {
  const isOpen = (wanted: DataKind) => openings.some(({ kind, state }) => kind === wanted && state === 'open')
  const tax = isOpen('tax') ? await taxFactsOfFirm(from, firm, on) : null
  if (!isOpen('details')) return { firm, on, years: [], mainBank: null, tax }
  const bank = firm.mainBankId ? await institutionOf(from, firm.mainBankId) : null
  return { firm, on, years: await yearsOf(from, firm.id), mainBank: bank?.name ?? null, tax }
}
