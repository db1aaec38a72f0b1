import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { type Party, partyWords } from '../arrangements/arrangement.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { act } from '../audit/index.ts'
import { type Institution, institutionOf } from '../institutions/index.ts'
import type { InstitutionKind } from '../institutions/institution.ts'
import { openBook } from '../ledger/index.ts'
import { noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { checkStopped } from '../stop-lines/index.ts'
import { actorOf, type Kept, moved, type With } from './actions.ts'
import { underCaps } from './actions-underwriting.ts'
import { filingDueOn } from './filing.ts'
import type { GuaranteeActor } from './guarantee.ts'
import { ruleOn, versionsWith } from './policies.ts'
import { sumsOf } from './position.ts'
import * as rows from './rows.ts'
import { checkGuaranteed, contingentShares, shareOf } from './shares.ts'

/**
 * 出具保函: the letter gets its number, and with it arrangement, version and each party's share are fixed: what a policy
 * changes later is none of this letter's. The caps are looked at again, for rules and other promises may have moved since
 * the approval. From here the filing with the provincial group is due.
 *
 * Refuses: `move-not-allowed`, what `arrangementOn` and `checkGuaranteed` refuse, `sharer-missing` (naming the party),
 * what `checkStopped` (熔断) and `capRefusal` refuse, `stale`.
 */
export const signGuarantee = (parts: With & Pick<Parts, 'words'>, by: By, id: Id<'guarantee'>) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be signed')
    const may = guarantee.state === 'approved'
    if (!may) return refuse('move-not-allowed', { values: { state: guarantee.state, to: 'signed' } })
    // From the letter on it has to be filed: what could not be is not signed either.
    const open = await checkStopped(tx, guarantee, by.today)
    if (!open.ok) return open
    return signed(tx, parts, by, guarantee)
  })

/** By whom, and what besides: an agreement signs for the guarantor. */
type Signing = {
  readonly actor?: GuaranteeActor
  readonly told?: string
  readonly more?: rows.GuaranteeChanges
}

/** The same within a transaction that is open already. */
export async function signed(
  tx: Transaction,
  parts: Pick<Parts, 'policies' | 'words'>,
  by: By,
  guarantee: rows.Guarantee,
  { actor = actorOf(by), told = 'signed', more = {} }: Signing = {},
): Promise<Kept> {
  const found = arrangementOn(parts.policies, guarantee.arrangement, by.today)
  if (!found.ok) return found
  const { value: terms, version } = found.policy
  const may = checkGuaranteed(terms)
  if (!may.ok) return may
  const fresh = { ...guarantee, terms, openOwnFen: shareOf(terms, 'guarantor', guarantee.openFen) }
  const checked = await underCaps(tx, parts, by, fresh, sumsOf(guarantee))
  if (!checked.ok) return checked
  const shares = await sharesAt(tx, parts, by, fresh)
  if (!shares.ok) return shares
  await rows.addShares(tx, shares.shares)
  const handling = ruleOn(parts.policies, 'guarantee-handling', by.today)
  const changes = {
    ...{ terms, arrangementVersion: version, openOwnFen: fresh.openOwnFen },
    letterNumber: await nextNumber(tx, 'BH', by.today),
    ...{ signedOn: by.today, signedBy: by.person?.id ?? null, filing: 'due' as const },
    filingDueOn: filingDueOn(by.today, handling.value.filingMonths),
    policies: versionsWith(guarantee.policies, version, ...checked.versions),
    ...more,
  }
  return moved(tx, parts, by, guarantee, 'signed', actor, changes, undefined, told)
}

/** Which kind of institution stands for a party; null for one that has none here, as the national fund. */
const kindOfParty: Readonly<Partial<Record<Party, InstitutionKind>>> = {
  reguarantor: 'reguarantor',
  treasury: 'treasury',
  insurer: 'insurer',
}

/** Everybody who shares, with his book and his part of the whole sum. Refuses `sharer-missing`. */
export async function sharesAt(
  tx: Transaction,
  parts: Pick<Parts, 'words'>,
  by: By,
  guarantee: rows.Guarantee,
): Promise<Outcome<{ shares: rows.Share[] }>> {
  const shares: rows.Share[] = []
  for (const { party, fen } of contingentShares(guarantee.terms, guarantee.amountFen)) {
    const who = await sharer(tx, party, guarantee)
    if (!who.ok) return who
    const opened = await openBook(tx, by, bookOf(parts, party, who.institution, guarantee.district))
    if (!opened.ok) return opened
    shares.push({
      ...{ guaranteeId: guarantee.id, party, institutionId: who.institution?.id ?? null },
      ...{ bookId: opened.book.id, shareFen: fen, contingentFen: noFen },
    })
  }
  return done({ shares })
}

async function sharer(
  tx: Transaction,
  party: Party,
  { guarantorId, bankId, district }: rows.Guarantee,
): Promise<Outcome<{ institution: Institution | null }>> {
  if (party === 'guarantor') return done({ institution: await institutionOf(tx, guarantorId) })
  if (party === 'bank') return done({ institution: await institutionOf(tx, bankId) })
  const kind = kindOfParty[party]
  if (!kind) return done({ institution: null })
  const institution = await rows.institutionFor(tx, kind, district)
  return institution ? done({ institution }) : refuse('sharer-missing', { values: { party } })
}

/** Each institution has one book for all that it shares in; a party without one has a book of the city. */
function bookOf(
  { words }: Pick<Parts, 'words'>,
  party: Party,
  institution: Institution | null,
  district: string,
) {
  if (institution) {
    const { code, name, id: institutionId, region } = institution
    const book = { code: `party-${code.toLowerCase()}`, kind: 'party' as const, institutionId, region }
    return { ...book, name: { zh: name, en: institution.shortName } }
  }
  const region = district.slice(0, 4)
  const name = { zh: words.zh(partyWords(party)), en: words.en(partyWords(party)) }
  return { code: `party-${party}-${region}`, kind: 'party' as const, institutionId: null, region, name }
}
