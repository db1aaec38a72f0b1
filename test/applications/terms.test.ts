import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import {
  acceptOffer,
  applicationById,
  decline,
  expireApplications,
  expireOffers,
  makeOffer,
  offersOf,
  withdrawOffer,
} from '../../server/applications/index.ts'
import type { OfferTerms } from '../../server/applications/offer.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { needById } from '../../server/needs/index.ts'
import { startOf } from '../../server/platform/clock.ts'
import { type Town, town } from '../support/app.ts'
import { applied, codeOf, inHall, markFor, offered, offerTerms, onShelf, taken } from './played.ts'

/** A taken case over the product's whole amount, two million, or less. */
async function takenCase(made: Town, amountFen = fen(200_000_000)) {
  const need = await inHall(made, { amountFen })
  return taken(made, { needId: need.id, productId: await onShelf(made) }, made.cast.zhou)
}

describe('an offer at the limits of its product', () => {
  const most = fen(200_000_000)
  const cases: readonly [string, Partial<OfferTerms>, string][] = [
    ['the largest amount itself', { amountFen: most }, 'done'],
    ['one fen more', { amountFen: fen(most + 1) }, 'outside-product'],
    ['the smallest amount itself', { amountFen: fen(10_000_000) }, 'done'],
    ['one fen less', { amountFen: fen(9_999_999) }, 'outside-product'],
    ['the longest term', { months: 12 }, 'done'],
    ['a month more', { months: 13 }, 'outside-product'],
    ['the highest rate', { ratePpm: ppm(58_500) }, 'done'],
    ['a millionth more', { ratePpm: ppm(58_501) }, 'outside-product'],
    ['a method that the product lacks', { method: 'bullet' }, 'outside-product'],
    ['a guarantee that the product lacks', { guaranteeMode: 'credit' }, 'outside-product'],
    ['valid until today', { validUntil: day('2026-03-10') }, 'done'],
    ['valid until yesterday', { validUntil: day('2026-03-09') }, 'already-past'],
    ['fees that leave one fen', { amountFen: most, upfrontFeesFen: fen(most - 1) }, 'cost-not-computed'],
    ['fees that reach the principal', { amountFen: most, upfrontFeesFen: most }, 'fees-reach-principal'],
  ]
  for (const [name, changes, expected] of cases)
    test(`${name}: ${expected}`, async () => {
      const made = await town()
      const { id } = await takenCase(made)
      const outcome = await makeOffer(made.parts, made.by(made.cast.zhou), id, offerTerms(made, changes))
      assert.equal(codeOf(outcome), expected)
      assert.equal((await offersOf(made.store.read, id)).length, expected === 'done' ? 1 : 0)
    })

  test('what the firm asked for passes, one fen more does not', async () => {
    const made = await town()
    const { id } = await takenCase(made, fen(100_000_000))
    const attempt = async (amountFen: number) =>
      codeOf(
        await makeOffer(
          made.parts,
          made.by(made.cast.zhou),
          id,
          offerTerms(made, { amountFen: fen(amountFen) }),
        ),
      )
    assert.equal(await attempt(100_000_001), 'above-need')
    assert.equal(await attempt(100_000_000), 'done')
  })

  test('all faults are told at once, each with its field', async () => {
    const made = await town()
    const { id } = await takenCase(made)
    const wrong = offerTerms(made, { amountFen: fen(1), months: 99, method: 'bullet' })
    const { faults = [] } = await makeOffer(made.parts, made.by(made.cast.zhou), id, wrong)
    assert.deepEqual(
      faults.map(({ field }) => field),
      ['amountFen', 'months', 'method'],
    )
  })

  test('is made from a taken case only, and keeps its yearly cost', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const { id } = await takenCase(made)
    const offer = await offered(made, { id }, cast.zhou)
    assert.equal(offer.simplePpm, 62_288)
    assert.equal(offer.compoundPpm, 64_097)
    assert.equal(codeOf(await makeOffer(parts, by(cast.zhou), id, offerTerms(made))), 'move-not-allowed')
  })

  test('taken back, its case is to be decided again, and it is accepted no more', async () => {
    const made = await town()
    const { cast, parts, store, by } = made
    const { id } = await takenCase(made)
    const offer = await offered(made, { id }, cast.zhou)
    assert.equal(codeOf(await withdrawOffer(parts, by(cast.zhou), offer.id)), 'done')
    assert.equal((await applicationById(store.read, id))?.state, 'taken')
    const mark = await markFor(made, offer.id)
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), offer.id, mark)), 'offer-taken-back')
    assert.equal(codeOf(await withdrawOffer(parts, by(cast.zhou), offer.id)), 'offer-not-open')
    assert.equal((await offered(made, { id }, cast.zhou)).state, 'open')
  })
})

describe('time runs out', () => {
  const night = ({ clock }: Town, days: number) => {
    const on = plusDays(clock.today(), days)
    return byPlatform(startOf(on), on)
  }

  test('an offer holds on its last day and lapses after it, with its case', async () => {
    const made = await town()
    const { cast, parts, store, by, clock } = made
    const { id, needId } = await takenCase(made)
    const offer = await offered(made, { id }, cast.zhou, { validUntil: plusDays(clock.today(), 10) })
    assert.equal(await expireOffers(store, night(made, 10)), 0)
    assert.equal(await expireOffers(store, night(made, 11)), 1)
    assert.equal(await expireOffers(store, night(made, 11)), 0)
    assert.equal((await offersOf(store.read, id))[0]?.state, 'lapsed')
    assert.equal((await applicationById(store.read, id))?.state, 'expired')
    assert.equal((await needById(store.read, needId))?.state, 'published')
    const mark = await markFor(made, offer.id)
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), offer.id, mark)), 'offer-lapsed')
  })

  test('an offer past its day is not accepted, also before the night has come', async () => {
    const made = await town()
    const { cast, parts, by, clock } = made
    const { id } = await takenCase(made)
    const offer = await offered(made, { id }, cast.zhou, { validUntil: clock.today() })
    clock.forward(24 * 60)
    const mark = await markFor(made, offer.id)
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), offer.id, mark)), 'offer-lapsed')
  })

  test('a case ends after the thirtieth day without a decision, not on it', async () => {
    const made = await town()
    const { parts, store } = made
    const { id } = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    assert.equal(await expireApplications(parts, night(made, 30)), 0)
    assert.equal(await expireApplications(parts, night(made, 31)), 1)
    assert.equal((await applicationById(store.read, id))?.state, 'expired')
  })
})

describe('a bank says no', () => {
  test('with words where the reason is another one', async () => {
    const made = await town()
    const { cast, store, by } = made
    const one = await takenCase(made)
    const say = (words: string) => decline(store, by(cast.zhou), one, { reason: 'other', words })
    assert.equal(codeOf(await say('  ')), 'words-required')
    assert.equal(codeOf(await say('项目已由本行其他支行办理。')), 'done')
    const kept = await applicationById(store.read, one.id)
    assert.equal(kept?.declineReason, 'other')
    assert.equal(kept?.dueOn, null)
  })

  test('but not to a case that moved on meanwhile', async () => {
    const made = await town()
    const { cast, store, by } = made
    const seen = await takenCase(made)
    await offered(made, seen, cast.zhou)
    const outcome = await decline(store, by(cast.qian), seen, {
      reason: 'credit-record',
      words: '',
      facts: ['credit-record'],
    })
    assert.equal(codeOf(outcome), 'stale')
  })
})
