import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkOffer, isOpen, type OfferTerms, offerStates } from '../../server/applications/offer.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { sampleNeed } from '../needs/sample.ts'
import { sampleTerms } from '../products/sample.ts'
import { table, whole } from '../support/table.ts'

const today = day('2026-03-10')
const sampleOffer = (changes: Partial<OfferTerms> = {}): OfferTerms => ({
  amountFen: fen(80_000_000),
  months: 12,
  ratePpm: ppm(43_500),
  method: 'interest-only',
  upfrontFeesFen: fen(0),
  yearlyFeesFen: fen(0),
  guaranteeMode: 'mortgage',
  validUntil: day('2026-03-20'),
  ...changes,
})
const faults = (changes: Partial<OfferTerms>, need = sampleNeed()) =>
  checkOffer(sampleOffer(changes), sampleTerms(), need, today)
const codes = (found: ReturnType<typeof faults>) =>
  found.map(({ code, field }) => `${field}: ${code}`).join(', ') || 'sound'

describe('an offer', () => {
  for (const row of table(`
    amountFen   | months | ratePpm | says
    0           | 12     | 43,500  | amountFen: not-positive
    -1          | 12     | 43,500  | amountFen: not-positive
    9,999,999   | 12     | 43,500  | amountFen: outside-product
    10,000,000  | 12     | 43,500  | sound
    100,000,000 | 12     | 43,500  | sound
    100,000,001 | 12     | 43,500  | amountFen: above-need
    200,000,001 | 12     | 43,500  | amountFen: outside-product
    80,000,000  | 0      | 43,500  | months: not-positive
    80,000,000  | 2      | 43,500  | months: outside-product
    80,000,000  | 3      | 43,500  | sound
    80,000,000  | 13     | 43,500  | months: outside-product
    80,000,000  | 12     | 38,499  | ratePpm: outside-product
    80,000,000  | 12     | 38,500  | sound
    80,000,000  | 12     | 58,500  | sound
    80,000,000  | 12     | 58,501  | ratePpm: outside-product
    9,999,999   | 13     | 58,501  | amountFen: outside-product, months: outside-product, ratePpm: outside-product
  `))
    test(`of ${row.amountFen} fen, ${row.months} months, ${row.ratePpm} ppm: ${row.says}`, () => {
      const found = faults({
        amountFen: fen(whole(row.amountFen)),
        months: whole(row.months),
        ratePpm: ppm(whole(row.ratePpm)),
      })
      assert.equal(codes(found), row.says)
    })

  test('is refused with a part of a month, a method or a guarantee that the product does not have', () => {
    assert.equal(codes(faults({ months: 11.5 })), 'months: not-whole')
    assert.equal(codes(faults({ method: 'bullet' })), 'method: outside-product')
    assert.equal(codes(faults({ guaranteeMode: 'credit' })), 'guaranteeMode: outside-product')
  })

  test('is refused with a fee below nothing', () => {
    assert.equal(codes(faults({ upfrontFeesFen: fen(-1) })), 'upfrontFeesFen: negative')
    assert.equal(codes(faults({ yearlyFeesFen: fen(-1) })), 'yearlyFeesFen: negative')
  })

  test('tells the range it must keep to', () => {
    const [found] = faults({ months: 13 })
    assert.deepEqual(found?.values, { min: 3, max: 12 })
  })

  test('may stand for today alone, but not for yesterday', () => {
    assert.equal(codes(faults({ validUntil: today })), 'sound')
    assert.equal(codes(faults({ validUntil: day('2026-03-09') })), 'validUntil: already-past')
  })

  test('may ask for a higher rate than the firm named: the firm answers that', () => {
    assert.equal(codes(faults({}, sampleNeed({ highestRatePpm: ppm(40_000) }))), 'sound')
  })
})

describe('an offer is open', () => {
  for (const row of table(`
    today      | open
    2026-03-19 | yes
    2026-03-20 | yes
    2026-03-21 | no
  `))
    test(`until 20 March, on ${row.today}: ${row.open}`, () => {
      const offer = { state: 'open', validUntil: day('2026-03-20') } as const
      assert.equal(isOpen(offer, day(row.today)), row.open === 'yes')
    })

  test('in the state open alone', () => {
    const open = offerStates.filter((state) => isOpen({ state, validUntil: today }, today))
    assert.deepEqual(open, ['open'])
  })
})
