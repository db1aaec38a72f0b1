import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { isClosed } from '../applications/application.ts'
import { caseTermsOn } from '../applications/case-terms.ts'
import { applicationById } from '../applications/index.ts'
import { act, write } from '../audit/index.ts'
import { isInForce } from '../consents/consent.ts'
import {
  consentsBetween,
  expireWithin,
  giveWithin,
  requireConsent,
  revokeWithin,
  type Shown,
} from '../consents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { notify } from '../inbox/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { factsOf, matchRuleOn, openFacts } from '../matching/index.ts'
import { fitsOf } from '../matching/reading.ts'
import { plusDays } from '../money/day.ts'
import { needById } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { untilNone } from '../platform/work/slices.ts'
import { listedShelf } from '../products/index.ts'
import * as rows from './rows.ts'
import { isOpenOn } from './second-look.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** What a second look shows of a firm: figures and taxes. Who it is, how to reach it and its papers stay closed. */
export const shownKinds = ['details', 'tax'] as const
const purpose = 'second-look'

/**
 * The banks that a declined case could be shown to: those with a product that the firm fits, or may turn out to fit,
 * that have neither refused this need nor work on it.
 */
export async function banksFor(
  from: Reader,
  { policies }: Pick<Parts, 'policies'>,
  by: Pick<By, 'today'>,
  needId: Id<'need'>,
): Promise<InstitutionId[]> {
  const need = present(await needById(from, needId), 'the need of a case')
  const firm = present(await firmOf(from, need.enterpriseId), 'the firm of a need')
  const facts = await factsOf(from, policies, need, firm, by.today)
  const fits = fitsOf(facts, await listedShelf(from), matchRuleOn(policies, by.today))
  const cases = await rows.casesOf(from, needId)
  const known = cases.filter(({ state }) => state === 'declined' || !isClosed(state))
  const able = fits.filter(({ verdict }) => verdict !== 'not').map(({ product }) => product.institutionId)
  return [...new Set(able)].filter((bank) => known.every(({ institutionId }) => institutionId !== bank))
}

/**
 * 再看一次: one click shows a declined case to the other banks that it could suit, without the firm's name, until a
 * day. The firm consents to it under the written text, bank by bank, and may take it back at once.
 *
 * Refuses: `look-not-declined`, `need-not-in-hall`, `look-there` (one is open), `look-until-too-late`, `look-no-bank`
 * (nobody else's product could fit), and as `giveWithin`.
 */
export const open = (parts: With, by: By, id: Id<'application'>, shown: Shown) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly look: rows.SecondLook }>> => {
    const application = await applicationById(tx, id)
    if (application?.state !== 'declined') return refuse('look-not-declined')
    const need = present(await needById(tx, application.needId), 'the need of a case')
    if (!isInHall(need.state)) return refuse('need-not-in-hall')
    const earlier = await rows.lookOfCase(tx, id)
    if (earlier && isOpenOn(earlier, by.today)) return refuse('look-there')
    if (earlier?.state === 'open') await end(tx, by, earlier, 'expired')
    const { value: terms } = caseTermsOn(parts.policies, by.today)
    const latest = plusDays(by.today, terms.secondLookMostDays)
    if (shown.until > latest) return refuse('look-until-too-late', { field: 'until', values: { latest } })
    const banks = await banksFor(tx, parts, by, need.id)
    if (banks.length === 0) return refuse('look-no-bank')
    const lookId = newId<'second-look'>()
    const number = await nextNumber(tx, 'ZK', by.today)
    const row = {
      ...{ id: lookId, number, applicationId: id, needId: need.id, enterpriseId: need.enterpriseId },
      state: 'open' as const,
      ...{ until: shown.until, openedAt: by.at, openedBy: by.person?.id ?? null, version: 1 },
    }
    await rows.addLook(tx, row, banks)
    for (const institutionId of banks) {
      const giving = { ...shown, institutionId, kinds: shownKinds, purpose, needId: need.id } as const
      const given = await giveWithin(tx, parts, by, giving)
      if (!given.ok) return given
    }
    await write(tx, by, {
      happening: 'second-looks.opened',
      subject: { kind: 'second-look', id: lookId },
      to: 'open',
      details: { banks: banks.length, until: shown.until },
    })
    await notify(tx, by, {
      to: banks.map((bank) => ({ bank, officer: null })),
      kind: 'cases',
      words: 'second-looks.notice.opened',
      values: { number, until: shown.until },
      href: `/second-looks/${lookId}`,
      subject: { kind: 'second-look', id: lookId },
    })
    return done({ look: present(await rows.lookById(tx, lookId), 'the look just opened') })
  })

/** Ends a look, and with it the consents that it rested on. False when somebody was quicker. */
async function end(
  tx: Transaction,
  by: By,
  look: rows.SecondLook,
  to: 'withdrawn' | 'expired' | 'ended',
): Promise<boolean> {
  if (!(await rows.changeLook(tx, look, { state: to, endedAt: by.at }))) return false
  // Only the firm takes a consent back; one that ends with its look has come to its end.
  const endConsent = to === 'withdrawn' ? revokeWithin : expireWithin
  const elsewhere = await rows.banksElsewhere(tx, look)
  for (const { answer } of await rows.banksOf(tx, look.id)) {
    if (elsewhere.includes(answer.institutionId)) continue
    for (const consent of await consentsBetween(tx, look.enterpriseId, answer.institutionId))
      if (consent.purpose === purpose && isInForce(consent, by.today)) await endConsent(tx, by, consent)
  }
  await write(tx, by, {
    happening: `second-looks.${to}`,
    subject: { kind: 'second-look', id: look.id },
    from: 'open',
    to,
  })
  return true
}

/** 撤回, at once: the next request of a bank finds nothing. Refuses: `look-not-open`, `stale`. */
export const withdraw = ({ store }: With, by: By, id: Id<'second-look'>, read?: number) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const look = await rows.lookById(tx, id)
    if (look?.state !== 'open') return refuse('look-not-open')
    if (read !== undefined && read !== look.version) return refuse('stale')
    return (await end(tx, by, look, 'withdrawn')) ? done() : refuse('stale')
  })

/** The nightly job: ends looks past their last day, and those whose need has left the hall. Says how many. */
export const closeLooks = ({ store }: With, by: By): Promise<number> =>
  untilNone(store, async (tx, limit) => {
    const over = await rows.looksOver(tx, by.today, limit)
    for (const { look } of over) await end(tx, by, look, look.until < by.today ? 'expired' : 'ended')
    return over.length
  })

type Proposal = { readonly productId: string; readonly words: string }

/**
 * A bank proposes a product of its own; the firm takes it up by applying for it, or does not. A second proposal replaces
 * the first. Refuses: `look-not-open`, `product-not-listed` (not on the shelf, or another bank's), `fit-not`,
 * `consent-revoked`, `consent-expired`, `consent-missing`.
 */
export const propose = (parts: With, by: By, id: Id<'second-look'>, { productId, words }: Proposal) =>
  answer(parts, by, id, async (tx, look, bank) => {
    const product = (await listedShelf(tx)).find((one) => one.id === productId)
    if (!product || product.institutionId !== bank)
      return refuse('product-not-listed', { field: 'productId' })
    const need = present(await needById(tx, look.needId), 'the need of a look')
    const firm = present(await firmOf(tx, look.enterpriseId), 'the firm of a look')
    const rule = matchRuleOn(parts.policies, by.today)
    // The firm may have taken back its tax data alone: then no refusal may tell what they say.
    const between = { enterpriseId: look.enterpriseId, institutionId: bank }
    const mayRead = await requireConsent(tx, between, 'tax', [purpose], by.today)
    const facts = mayRead.ok
      ? await factsOf(tx, parts.policies, need, firm, by.today)
      : openFacts(need, firm, by.today)
    const [found] = fitsOf(facts, [product], rule)
    if (found?.verdict === 'not') return refuse('fit-not', { field: 'productId' })
    return done({ state: 'proposed', productId: product.id, words: words || null })
  })

/** A bank looked and has nothing to propose. Refuses as `propose`, the product aside. */
export const pass = (parts: With, by: By, id: Id<'second-look'>) =>
  answer(parts, by, id, async () => done({ state: 'passed', productId: null, words: null }))

type Answer = Pick<rows.LookBank, 'state' | 'productId' | 'words'>

const answer = (
  { store }: With,
  by: By,
  id: Id<'second-look'>,
  work: (tx: Transaction, look: rows.SecondLook, bank: InstitutionId) => Promise<Outcome<Answer>>,
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const bank = present(by.person?.institutionId, 'the bank of its own people')
    const look = await rows.lookById(tx, id)
    if (!look || !isOpenOn(look, by.today) || !(await rows.bankOf(tx, id, bank)))
      return refuse('look-not-open')
    const between = { enterpriseId: look.enterpriseId, institutionId: bank }
    const held = await requireConsent(tx, between, 'details', [purpose], by.today)
    if (!held.ok) return held
    const found = await work(tx, look, bank)
    if (!found.ok) return found
    const { state, productId, words } = found
    await rows.answerLook(tx, id, bank, {
      ...{ state, productId, words },
      ...{ answeredAt: by.at, answeredBy: by.person?.id ?? null },
    })
    await write(tx, by, {
      happening: `second-looks.${state}`,
      subject: { kind: 'second-look', id },
      ...(words ? { why: words } : {}),
    })
    if (state === 'proposed')
      await notify(tx, by, {
        to: [{ firm: look.enterpriseId }],
        kind: 'cases',
        words: 'second-looks.notice.proposed',
        values: { number: look.number },
        href: `/second-looks/${id}`,
        subject: { kind: 'second-look', id },
      })
    return done()
  })
