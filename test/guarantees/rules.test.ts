import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { guaranteePolicies } from '../../seeds/reference/guarantee-rules.ts'
import { arrangementShape } from '../../server/arrangements/arrangement.ts'
import { checkFee, feeCapPpm, termFee, yearlyFee } from '../../server/guarantees/fee.ts'
import {
  filingActors,
  filingDueOn,
  filingLateDays,
  filingStates,
  moveFiling,
} from '../../server/guarantees/filing.ts'
import {
  followed,
  type LoanNow,
  type PaidByGuarantor,
  type Standing,
} from '../../server/guarantees/following.ts'
import {
  guaranteeActors,
  guaranteeMoves,
  guaranteeStates,
  isOver,
  move,
} from '../../server/guarantees/guarantee.ts'
import { checkAssets } from '../../server/guarantees/net-assets.ts'
import { bookAfter, customerAfter, emptyBook, newCustomer } from '../../server/guarantees/position.ts'
import {
  capRefusal,
  customerRoom,
  isMainlySmall,
  leverageTimes,
  ratioRooms,
} from '../../server/guarantees/ratios.ts'
import { groupOf, type Relation } from '../../server/guarantees/related.ts'
import { customerKind, scopeFindings, scopeStanding } from '../../server/guarantees/scope.ts'
import { checkGuaranteed, contingentShares, shareMoves } from '../../server/guarantees/shares.ts'
import { liabilityOf, weightOf } from '../../server/guarantees/weights.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen, noFen, plus } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { guaranteeShapes } from '../../server/policies/guarantee-rules.ts'

const policyValue = (rows: readonly { code: string; value: unknown }[], code: string) =>
  rows.find((row) => row.code === code)?.value
const fees = guaranteeShapes['guarantee-fees'].parse(policyValue(guaranteePolicies, 'guarantee-fees'))
const weights = guaranteeShapes['guarantee-weights'].parse(
  policyValue(guaranteePolicies, 'guarantee-weights'),
)
const limits = guaranteeShapes['guarantor-limits'].parse(policyValue(guaranteePolicies, 'guarantor-limits'))
const arrangement = (code: string) =>
  arrangementShape.parse(policyValue(arrangementPolicies, `arrangement-${code}`))
const four = arrangement('4321')

const yuan = (amount: number): Fen => fen(Math.round(amount * 100))
const codeOf = (outcome: { ok: boolean; refusal?: { code: string } }) =>
  outcome.ok ? 'done' : outcome.refusal?.code

describe('the moves of a guarantee', () => {
  const allowed = guaranteeStates.flatMap((from) =>
    guaranteeStates.flatMap((to) =>
      guaranteeActors.filter((actor) => move(from, to, actor).ok).map((actor) => `${from} ${to} ${actor}`),
    ),
  )
  test('are these and no others', () => {
    assert.deepEqual(allowed, [
      'applied underwriting officer',
      'applied underwriting manager',
      'applied signed agreement',
      'applied declined officer',
      'applied declined manager',
      'applied withdrawn bank',
      'applied withdrawn loan',
      'underwriting approved manager',
      'underwriting declined manager',
      'underwriting withdrawn bank',
      'underwriting withdrawn loan',
      'approved signed officer',
      'approved signed manager',
      'approved withdrawn bank',
      'approved withdrawn loan',
      'signed in-force loan',
      'signed withdrawn bank',
      'signed withdrawn loan',
      'in-force claimed manager',
      'in-force released loan',
      'in-force released time',
      'in-force withdrawn agreement',
      'claimed in-force manager',
      'claimed in-force loan',
      'claimed released manager',
      'claimed released loan',
      'claimed released time',
      'released in-force loan',
    ])
  })
  test('nobody but the loan puts a guarantee in force or releases it', () => {
    for (const actor of ['bank', 'officer'] as const)
      for (const from of guaranteeStates)
        assert.deepEqual([move(from, 'in-force', actor).ok, move(from, 'released', actor).ok], [false, false])
  })
  test('what is declined or withdrawn stays so', () => {
    for (const state of ['declined', 'withdrawn'] as const) assert.deepEqual(guaranteeMoves[state], {})
    assert.ok(guaranteeStates.filter(isOver).length === 3)
  })
  test('a filing goes to the provincial group and comes back filed or returned', () => {
    const moves = filingStates.flatMap((from) =>
      filingStates.flatMap((to) =>
        filingActors
          .filter((actor) => moveFiling(from, to, actor).ok)
          .map((actor) => `${from} ${to} ${actor}`),
      ),
    )
    assert.deepEqual(moves, [
      'due sent guarantor',
      'sent returned reguarantor',
      'sent filed reguarantor',
      'returned sent guarantor',
    ])
  })
  test('a filing is late from the day after its last one', () => {
    const dueOn = filingDueOn(day('2026-01-31'), 1)
    assert.equal(dueOn, '2026-02-28')
    assert.deepEqual(
      ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-10'].map((on) => filingLateDays(dueOn, day(on))),
      [0, 0, 1, 10],
    )
  })
})

describe('the scope of 4321', () => {
  const cases = [
    ['small', false, 'C17', 'yes'],
    ['micro', null, 'F51', 'yes'],
    ['medium', false, 'C17', 'no'],
    ['medium', true, 'A01', 'yes'],
    ['large', null, 'C17', 'unknown'],
    [null, true, 'C13', 'yes'],
    [null, false, 'C13', 'unknown'],
    ['small', false, 'J66', 'no'],
    ['small', true, 'J', 'no'],
    ['small', false, null, 'unknown'],
    ['not-classified', false, 'P83', 'no'],
  ] as const
  for (const [size, farming, industry, wanted] of cases)
    test(`${size}, farming ${farming}, ${industry}: ${wanted}`, () => {
      assert.equal(scopeStanding(scopeFindings(four, { size, farming, industry })), wanted)
    })
  test('a farmer that is a small firm too is one kind', () => {
    const kinds = [
      [{ size: 'small', farming: true }, 'small-farming'],
      [{ size: 'micro', farming: null }, 'small'],
      [{ size: 'medium', farming: true }, 'farming'],
      [{ size: null, farming: false }, 'other'],
    ] as const
    for (const [facts, kind] of kinds) assert.equal(customerKind(facts), kind)
  })
})

describe('the fee', () => {
  test('may be as high as the policy says for the sum, the number itself with the smaller sums', () => {
    assert.deepEqual(
      [4_999_999.99, 5_000_000, 5_000_000.01, 20_000_000].map((sum) => feeCapPpm(fees, yuan(sum))),
      [10_000, 10_000, 15_000, 15_000],
    )
    const told = ([sum, rate]: readonly [number, number]) => codeOf(checkFee(fees, yuan(sum), ppm(rate)))
    const asked = [
      [5_000_000, 10_000],
      [5_000_000, 10_001],
      [5_000_000.01, 15_000],
      [5_000_000.01, 15_001],
      [1, 0],
      [1, -1],
    ] as const
    assert.deepEqual(asked.map(told), ['done', 'fee-above-cap', 'done', 'fee-above-cap', 'done', 'negative'])
  })
  test('is of the whole sum, rounded once', () => {
    assert.equal(yearlyFee(yuan(1_000_000), ppm(8_000)), yuan(8_000))
    assert.equal(yearlyFee(fen(1), ppm(500_000)), fen(1))
    assert.equal(termFee(yuan(1_000_000), ppm(8_000), 18), yuan(12_000))
    assert.equal(termFee(yuan(3_333_333.33), ppm(8_000), 7), yuan(15_555.56))
  })
})

describe('担保责任余额', () => {
  const cases = [
    ['small', 5_000_000, 750_000],
    ['small', 5_000_000.01, 1_000_000],
    ['farming', 2_000_000, 750_000],
    ['farming', 2_000_000.01, 1_000_000],
    ['small-farming', 2_000_000.01, 750_000],
    ['small-farming', 5_000_000.01, 1_000_000],
    ['other', 1, 1_000_000],
  ] as const
  for (const [kind, balance, weight] of cases)
    test(`weighs ${kind} of ${balance} at ${weight / 10_000} %`, () => {
      assert.equal(weightOf(weights, { kind, balanceFen: yuan(balance) }), weight)
    })
  test('counts the own share only', () => {
    const customer = { kind: 'small' as const, balanceFen: yuan(5_000_000), ownFen: yuan(2_000_000) }
    assert.equal(liabilityOf(weights, customer), yuan(1_500_000))
  })
})

describe('the caps', () => {
  const cap = four.singleCustomerCapFen
  test('let a customer have twenty million, and not one fen more', () => {
    const met = (used: number, added: number) =>
      customerRoom({ customerFen: fen(used), addedFen: fen(added), customerCapFen: cap }).met
    assert.deepEqual(
      [
        met(0, 2_000_000_000),
        met(0, 2_000_000_001),
        met(1_999_999_999, 1),
        met(1_999_999_999, 2),
        met(2_000_000_000, 0),
      ],
      ['yes', 'no', 'yes', 'no', 'yes'],
    )
    assert.equal(customerRoom({ customerFen: fen(9), addedFen: fen(9), customerCapFen: null }).met, 'yes')
  })

  const position = (
    own: number,
    small: number,
    customers: number,
    smallCustomers: number,
    liability = own,
  ) => ({
    ...{ ownFen: yuan(own), smallOwnFen: yuan(small), customers, smallCustomers },
    liabilityFen: yuan(liability),
  })
  test('let whoever serves mainly small firms and farming go to fifteen times', () => {
    const cases = [
      [position(100, 50, 10, 8), 15],
      [position(100, 49.99, 10, 8), 10],
      [position(100, 50, 1000, 799), 10],
      [position(0, 0, 0, 0), 10],
    ] as const
    for (const [at, times] of cases) assert.equal(leverageTimes(limits, at), times)
    assert.equal(isMainlySmall(limits, position(100, 100, 10, 10)), true)
  })

  const rooms = (liability: number, customer: number, group: number, netAssets: Fen | null = yuan(100)) =>
    ratioRooms(limits, {
      netAssetsFen: netAssets,
      before: position(0, 0, 0, 0),
      after: position(liability, 0, 1, 0),
      ...{ customerBeforeFen: noFen, customerAfterFen: yuan(customer) },
      ...{ groupBeforeFen: noFen, groupAfterFen: yuan(group) },
    }).map(({ met }) => met)
  test('of the guarantor stand at ten times, ten and fifteen per cent, each line itself allowed', () => {
    assert.deepEqual(rooms(1000, 10, 15), ['yes', 'yes', 'yes'])
    assert.deepEqual(rooms(1000.01, 10, 15), ['no', 'yes', 'yes'])
    assert.deepEqual(rooms(1000, 10.01, 15), ['yes', 'no', 'yes'])
    assert.deepEqual(rooms(1000, 10, 15.01), ['yes', 'yes', 'no'])
    assert.deepEqual(rooms(0, 0, 0, null), ['unknown', 'unknown', 'unknown'])
  })
  test('name the one that says no, with its figures; without net assets nobody can promise', () => {
    const over = customerRoom({
      customerFen: yuan(19_000_000),
      addedFen: yuan(1_000_000.01),
      customerCapFen: cap,
    })
    assert.deepEqual(capRefusal([over])?.refusal, {
      code: 'cap-customer-cap',
      values: { limit: '20,000,000.00', used: '19,000,000.00', added: '1,000,000.01', left: '1,000,000.00' },
    })
    const unknown = { ...over, met: 'unknown' as const }
    assert.equal(capRefusal([unknown])?.refusal.code, 'net-assets-missing')
    assert.equal(capRefusal([unknown, over])?.refusal.code, 'cap-customer-cap')
    assert.equal(capRefusal([{ ...over, met: 'yes' }]), null)
  })
})

describe('related parties', () => {
  const relation = (
    kind: Relation['kind'],
    from: string,
    to: string,
    share: number | null = null,
  ): Relation => ({
    ...{ kind, from, to, sharePpm: share },
  })
  const sorted = (group: ReadonlySet<string>) => [...group].toSorted().join(' ')
  test('are joined through whomever they have in common, however far', () => {
    const relations = [
      relation('controller', 'a', 'person:王:1234'),
      relation('controller', 'b', 'person:王:1234'),
      relation('mutual-guarantee', 'b', 'c'),
      relation('shareholder', 'd', 'c', 250_000),
      relation('shareholder', 'e', 'c', 249_999),
      relation('controller', 'f', 'person:王:9999'),
    ]
    for (const one of ['a', 'b', 'c', 'd'])
      assert.equal(sorted(groupOf(one, relations, 250_000)), 'a b c d person:王:1234')
    assert.equal(sorted(groupOf('e', relations, 250_000)), 'e')
    assert.equal(sorted(groupOf('f', relations, 250_000)), 'f person:王:9999')
  })
  test('form groups that are the same seen from each of their members', () => {
    const member = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const any = fc.record({ kind: fc.constant('mutual-guarantee' as const), from: member, to: member })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (found) => {
        const relations = found.map((one) => ({ ...one, sharePpm: null }))
        for (const one of ['a', 'b', 'c', 'd', 'e', 'f'])
          for (const other of groupOf(one, relations, 0))
            assert.equal(sorted(groupOf(other, relations, 0)), sorted(groupOf(one, relations, 0)))
      }),
    )
  })
})

describe('contingent shares', () => {
  test('of 4321 are forty, thirty, twenty and ten, to the fen', () => {
    assert.deepEqual(
      contingentShares(four, fen(100_000_001)).map(({ fen: share }) => share),
      [40_000_001, 30_000_000, 20_000_000, 10_000_000],
    )
  })
  test('add up to the balance, and end where one sum would have, however it came down', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000_000_001 }), { maxLength: 20 }), (balances) => {
        let stands = contingentShares(four, noFen).map(({ fen: share }) => share)
        let before = noFen
        for (const next of balances) {
          const moves = shareMoves(four, before, fen(next))
          stands = stands.map((share, at) => plus(share, moves[at]?.fen ?? noFen))
          before = fen(next)
          assert.equal(plus(...stands), next)
        }
        assert.deepEqual(
          stands,
          contingentShares(four, before).map(({ fen: share }) => share),
        )
      }),
    )
  })
  test('need a guarantor, and nobody whose share hangs on a pool’s money', () => {
    const codes = ['4321', 'national-fund', 'zhengyinbao', 'tax-credit-pool', 'startup-fund']
    assert.deepEqual(
      codes.map((code) => codeOf(checkGuaranteed(arrangement(code)))),
      ['done', 'done', 'no-guarantor-share', 'no-guarantor-share', 'no-guarantor-share'],
    )
  })
})

describe('a guarantee that follows its loan', () => {
  const loan = (
    state: LoanNow['state'],
    drawn: number,
    balance: number,
    closed = false,
    paidByGuarantor = 0,
  ): LoanNow & PaidByGuarantor => ({
    ...{ state, amountFen: fen(100), drawnFen: fen(drawn), balanceFen: fen(balance), drawingClosed: closed },
    paidByGuarantorFen: fen(paidByGuarantor),
  })
  const at = (
    state: Standing['state'],
    open: number,
    balance: number,
    claimed = 0,
    claims = 0,
  ): Standing => ({
    ...{ state, openFen: fen(open), balanceFen: fen(balance), claimedFen: fen(claimed), openClaims: claims },
    endedOn: null,
  })
  const cases: readonly [string, Standing, LoanNow & PaidByGuarantor, readonly unknown[] | null][] = [
    [
      'is in force from the first drawdown',
      at('signed', 100, 0),
      loan('drawn', 60, 60),
      ['in-force', 40, 60, 'in-force'],
    ],
    [
      'stays free for good once it ended, whatever is reported',
      { ...at('claimed', 0, 0, 40), endedOn: day('2026-03-01') },
      loan('overdue', 100, 100),
      null,
    ],
    ['grows with the next', at('in-force', 40, 60), loan('drawn', 100, 100), ['in-force', 0, 100, 'drawn']],
    [
      'comes down with principal',
      at('in-force', 0, 100),
      loan('overdue', 100, 30),
      ['in-force', 0, 30, 'reduced'],
    ],
    [
      'goes up with a reversal',
      at('in-force', 0, 30),
      loan('drawn', 100, 100),
      ['in-force', 0, 100, 'raised'],
    ],
    [
      'is released with the loan',
      at('in-force', 0, 30),
      loan('settled', 100, 0),
      ['released', 0, 0, 'released'],
    ],
    [
      'is back where that was a mistake',
      at('released', 0, 0),
      loan('drawn', 100, 100),
      ['in-force', 0, 100, 'raised'],
    ],
    [
      'gives up what is not drawn any more',
      at('in-force', 40, 60),
      loan('drawn', 60, 60, true),
      ['in-force', 0, 60, 'closed'],
    ],
    ['stays where nothing moved', at('in-force', 40, 60), loan('overdue', 60, 60), null],
    [
      'is freed with a cancelled contract',
      at('signed', 100, 0),
      loan('cancelled', 0, 0),
      ['withdrawn', 0, 0, 'closed'],
    ],
    ['does not wake up once declined', at('declined', 0, 0), loan('drawn', 100, 100), null],
    ['is not in force without a letter', at('approved', 100, 0), loan('drawn', 100, 100), null],
    [
      'is kept by an open claim',
      at('in-force', 0, 30, 0, 1),
      loan('settled', 100, 0),
      ['in-force', 0, 0, 'reduced'],
    ],
    [
      'counts net of what claims took over',
      at('claimed', 0, 40, 60),
      loan('overdue', 100, 90),
      ['claimed', 0, 30, 'reduced'],
    ],
    [
      'stays where the guarantor’s payout is booked by the bank',
      at('claimed', 0, 40, 60),
      loan('overdue', 100, 52, false, 48),
      null,
    ],
    [
      'counts the firm’s money beside the guarantor’s',
      at('claimed', 0, 40, 60),
      loan('overdue', 100, 32, false, 48),
      ['claimed', 0, 20, 'reduced'],
    ],
    [
      'comes to nothing and no further',
      at('claimed', 0, 20, 60),
      loan('overdue', 100, 10, false, 48),
      ['claimed', 0, 0, 'reduced'],
    ],
    [
      'is released when a claimed loan is paid up',
      at('claimed', 0, 0, 60),
      loan('settled', 100, 0),
      ['released', 0, 0, 'released'],
    ],
  ]
  for (const [name, before, now, wanted] of cases)
    test(name, () => {
      const found = followed(before, now)
      assert.deepEqual(found && [found.state, found.openFen, found.balanceFen, found.kind], wanted)
    })
})

describe('a guarantor’s book', () => {
  test('counts a customer once, whatever it is and however often it changes', () => {
    const moved = (balance: number, own: number) => ({
      ...{ pendingFen: noFen, promisedFen: noFen, promisedOwnFen: noFen },
      ...{ balanceFen: yuan(balance), ownFen: yuan(own) },
    })
    const first = customerAfter(
      weights,
      newCustomer('small-farming'),
      'small-farming',
      moved(4_000_000, 1_600_000),
    )
    const one = bookAfter(emptyBook, null, first)
    assert.deepEqual([one.customers, one.smallCustomers, one.liabilityFen], [1, 1, yuan(1_200_000)])
    const second = customerAfter(weights, first, 'small-farming', moved(2_000_000, 800_000))
    const two = bookAfter(one, first, second)
    // Six million is above the limit, so that all of the own share counts now.
    assert.deepEqual([two.customers, two.smallCustomers, two.liabilityFen], [1, 1, yuan(2_400_000)])
    const gone = customerAfter(weights, second, 'small-farming', moved(-6_000_000, -2_400_000))
    assert.deepEqual(bookAfter(two, second, gone), emptyBook)
  })
  test('rests on net assets of a day that is over, each newer than the one before', () => {
    const told = (asOf: string, amount: number, newest: string | null, ...waiting: readonly string[]) =>
      codeOf(
        checkAssets(
          { asOf: day(asOf), netAssetsFen: fen(amount) },
          { newest: newest === null ? null : day(newest), waiting: waiting.map(day) },
          day('2026-03-10'),
        ),
      )
    assert.equal(told('2025-12-31', 1, null), 'done')
    assert.equal(told('2026-03-11', 1, null), 'future-day')
    assert.equal(told('2025-12-31', 0, null), 'not-positive')
    assert.equal(told('2025-12-31', 1, '2025-12-31'), 'assets-not-newer')
    assert.equal(told('2025-12-31', 1, null, '2025-06-30', '2025-12-31'), 'assets-waiting')
    assert.equal(told('2025-12-31', 1, null, '2025-06-30'), 'done')
  })
})
