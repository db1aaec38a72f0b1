import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trail } from '../../db/tables/audit.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { act } from '../../server/audit/index.ts'
import {
  balance,
  balanceOn,
  credit,
  debit,
  openBook,
  post,
  statement,
  trialBalance,
  verifyLedger,
} from '../../server/ledger/index.ts'
import { addEntry } from '../../server/ledger/rows.ts'
import { trialTotal } from '../../server/ledger/statement.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { newId } from '../../server/platform/ids.ts'
import { refuse } from '../../server/platform/outcome.ts'
import { town } from '../support/app.ts'
import { table, whole } from '../support/table.ts'
import { advanced, books, codeOf, happened, ledgerOf, paidIn, theCase } from './sample.ts'

describe('a book', () => {
  test('opens with the accounts of its chart, all at nothing, and leaves that in the trail', async () => {
    const { store, bridge } = await books(await town())
    const rows = await trialBalance(store.read, { id: bridge, kind: 'bridge-pool' })
    assert.deepEqual(
      rows.map(({ account }) => account.code),
      [
        'cash-free',
        'cash-reserved',
        'advances-out',
        'owed-to-it',
        'recovery-costs',
        'losses-borne',
        'owed-by-it',
        'funders-capital',
        'fee-income',
        'interest-income',
        'recoveries',
      ],
    )
    assert.ok(rows.every(({ account }) => account.balanceFen === 0 && account.floorFen === 0))
    const told = (await store.read.select().from(trail)).filter(({ subjectId }) => subjectId === bridge)
    assert.deepEqual(
      told.map(({ happening }) => happening),
      ['ledger.book-opened'],
    )
  })

  test('opened again is the same book, and gains only what its chart has gained', async () => {
    const { store, ledger, bridge } = await books(await town())
    const before = await store.read.select().from(ledgerAccounts)
    assert.equal(happened(await ledger.open('bridge', 'bridge-pool')).book.id, bridge)
    assert.deepEqual(await store.read.select().from(ledgerAccounts), before)
    assert.equal(codeOf(await ledger.open('bridge', 'party')), 'book-of-other-kind')
  })
})

describe('posting', () => {
  test('keeps the entry, its postings and the balances together, chained to the entry before', async () => {
    const { store, parts, ledger, bridge, today, cast } = await books(await town())
    const first = happened(await ledger.post(paidIn(bridge, 1_000, today())))
    const second = happened(await ledger.post(advanced(bridge, 400, today())))
    assert.deepEqual([first.fresh, first.entry.seq, second.entry.seq], [true, 1, 2])
    assert.equal(second.entry.previousHash, first.entry.hash)
    assert.deepEqual(
      [first.entry.personId, first.entry.actor],
      [cast.tang.id, '唐宁 · pool-operator · 淮北市续贷过桥资金管理中心（演示）'],
    )
    assert.deepEqual(
      (await store.read.select().from(ledgerEntries)).toSorted((one, other) => one.seq - other.seq),
      [first.entry, second.entry],
    )
    const codes = ['cash-free', 'funders-capital', 'advances-out', 'fee-income'] as const
    const balances = await Promise.all(codes.map((code) => balance(store.read, bridge, code)))
    assert.deepEqual(balances, [600, 1_000, 400, 0])
    const { fault, entries, postings } = await verifyLedger(store.read, parts)
    assert.deepEqual([fault, entries, postings], [null, 2, 4])
  })

  test('in a transaction that is refused in the end leaves nothing, and the number is given again', async () => {
    const { store, parts, by, cast, bridge, ledger, today } = await books(await town())
    const who = by(cast.tang)
    const refused = await act(store, who, async (tx) => {
      happened(await post(tx, who, parts, paidIn(bridge, 5, today(), 'k')))
      happened(await post(tx, who, parts, paidIn(bridge, 5, today(), 'l')))
      return refuse('stale')
    })
    assert.equal(codeOf(refused), 'stale')
    assert.equal(await store.read.$count(ledgerEntries), 0)
    assert.equal(await store.read.$count(ledgerPostings), 0)
    assert.equal(await balance(store.read, bridge, 'cash-free'), 0)
    assert.equal(happened(await ledger.post(paidIn(bridge, 5, today(), 'k'))).entry.seq, 1)
  })

  test('goes on after the opening of a book was rolled back', async () => {
    const { store, parts, by, cast, ledger, today } = await books(await town())
    const who = by(cast.tang)
    const draft = {
      code: 'late',
      kind: 'party',
      name: { zh: '迟', en: 'late' },
      institutionId: null,
      region: '3406',
    } as const
    await act(store, who, async (tx) => {
      const { book } = happened(await openBook(tx, who, draft))
      const lines = [debit(book.id, 'received', fen(1)), credit(book.id, 'paid', fen(1))]
      happened(await post(tx, who, parts, { ...paidIn(book.id, 1, today()), lines }))
      return refuse('stale')
    })
    assert.equal((await store.read.select().from(ledgerBooks)).length, 3)
    const book = happened(await ledger.open('late', 'party')).book.id
    const lines = [debit(book, 'received', fen(1)), credit(book, 'paid', fen(1))]
    assert.equal(codeOf(await ledger.post({ ...paidIn(book, 1, today()), lines })), null)
  })

  for (const row of table(`
    what                        | account         | amount | code
    more than is free           | cash-free       | 1,001  | pool-short
    all that is free            | cash-free       | 1,000  | -
    more back than is out       | advances-out    | 1      | account-short
    reserved money              | cash-reserved   | 1      | cash-line
    an account of another chart | claims-out      | 1      | unknown-account
  `))
    test(`takes ${row.what}: ${row.code === '-' ? 'done' : row.code}`, async () => {
      const { ledger, bridge, today, store } = await books(await town())
      happened(await ledger.post(paidIn(bridge, 1_000, today())))
      const amount = whole(row.amount) as Fen
      const lines = [
        credit(bridge, row.account as 'cash-free', amount),
        debit(bridge, 'losses-borne', amount),
      ]
      const posted = await ledger.post({ ...paidIn(bridge, 1, today()), lines })
      assert.equal(codeOf(posted) ?? '-', row.code)
      assert.equal(await store.read.$count(ledgerEntries), row.code === '-' ? 2 : 1)
    })

  test('says how much there is and how much was wanted, in yuan', async () => {
    const { ledger, bridge, today } = await books(await town())
    happened(await ledger.post(paidIn(bridge, 100_050, today())))
    const posted = await ledger.post(advanced(bridge, 200_000, today()))
    assert.deepEqual(!posted.ok && posted.refusal.values, { there: '1,000.50', wanted: '2,000.00' })
  })

  test('a sum past what can be counted is refused, in an account as in what has gone through it', async () => {
    const { ledger, bridge, today } = await books(await town())
    const most = Number.MAX_SAFE_INTEGER
    happened(await ledger.post(paidIn(bridge, most - 1, today())))
    assert.equal(codeOf(await ledger.post(paidIn(bridge, 2, today()))), 'sum-too-large')
    happened(await ledger.post(advanced(bridge, most - 1, today())))
    const back = [debit(bridge, 'cash-free', fen(most - 1)), credit(bridge, 'advances-out', fen(most - 1))]
    assert.equal(codeOf(await ledger.post({ ...paidIn(bridge, 1, today()), lines: back })), 'sum-too-large')
  })

  test('past a rule that was got round meets the database, and is refused in the same words', async () => {
    const { store, by, cast, ledger, bridge, today } = await books(await town())
    const { entry } = happened(await ledger.post(paidIn(bridge, 100, today())))
    const accounts = (await trialBalance(store.read, { id: bridge, kind: 'bridge-pool' })).map(
      ({ account }) => account,
    )
    const [free, , out] = accounts
    assert(free && out)
    const outcome = await act(store, by(cast.tang), async (tx) => {
      const forced = { ...entry, seq: 2, id: newId<'entry'>(), key: 'forced' }
      const line = { entrySeq: 2, bookedOn: today() }
      const none = fen(0)
      await addEntry(
        tx,
        forced,
        [
          { ...line, line: 0, accountId: free.id, amountFen: fen(-101) },
          { ...line, line: 1, accountId: out.id, amountFen: fen(101) },
        ],
        [
          { accountId: free.id, debitFen: none, creditFen: fen(101), balanceFen: fen(-101) },
          { accountId: out.id, debitFen: fen(101), creditFen: none, balanceFen: fen(101) },
        ],
      )
      return { ok: true as const }
    })
    assert.equal(codeOf(outcome), 'pool-short')
    assert.equal(await store.read.$count(ledgerEntries), 1)
    assert.equal(await balance(store.read, bridge, 'cash-free'), 100)
  })
})

describe('a key', () => {
  test('sent again for the same is answered as the first time, by whomever, and even where the money is gone', async () => {
    const { store, parts, by, cast, ledger, bridge, today } = await books(await town())
    happened(await ledger.post(paidIn(bridge, 100, today())))
    const draft = advanced(bridge, 100, today(), 'pay')
    const first = happened(await ledger.post(draft))
    const again = happened(await ledgerOf(store, parts, () => by(cast.song)).post(draft))
    assert.deepEqual([again.fresh, again.entry], [false, first.entry])
    assert.equal(await balance(store.read, bridge, 'cash-free'), 0)
  })

  test('is refused of a period that is closed, and answered as ever if it was in time', async () => {
    const { store, ledger, bridge, clock } = await books(await town())
    clock.set('2026-03-31T09:00:00+08:00')
    const late = paidIn(bridge, 100, day('2026-02-01'), 'k')
    assert.equal(codeOf(await ledger.post(paidIn(bridge, 100, day('2026-01-31'), 'old'))), 'entry-too-old')
    happened(await ledger.post(late))
    clock.set('2026-04-01T09:00:00+08:00')
    assert.equal(happened(await ledger.post(late)).fresh, false)
    assert.equal(codeOf(await ledger.post({ ...late, key: 'l' })), 'entry-too-old')
    const { entry } = happened(await ledger.post(late))
    assert.equal(
      happened(await ledger.reverse({ entry: entry.id, key: 'm', why: '误记' })).entry.bookedOn,
      '2026-04-01',
    )
    assert.equal(await store.read.$count(ledgerEntries), 2)
  })

  test('sent again for something else is refused, and has no effect', async () => {
    const { store, ledger, bridge, today } = await books(await town())
    happened(await ledger.post(paidIn(bridge, 100, today(), 'k')))
    for (const other of [
      paidIn(bridge, 101, today(), 'k'),
      advanced(bridge, 100, today(), 'k'),
      { ...paidIn(bridge, 100, today(), 'k'), why: 'x' },
      paidIn(bridge, 100, day('2026-03-09'), 'k'),
    ])
      assert.equal(codeOf(await ledger.post(other)), 'entry-key-reused')
    assert.equal(await store.read.$count(ledgerEntries), 1)
  })
})

describe('balances and statements', () => {
  /** Three months of a pool; one entry was posted in February about a day of January. */
  async function quarter() {
    const made = await books(await town())
    const { ledger, bridge, clock } = made
    const posted = async (on: string, draft: ReturnType<typeof paidIn>) => {
      clock.set(`${on}T09:00:00+08:00`)
      happened(await ledger.post(draft))
    }
    await posted('2026-01-05', paidIn(bridge, 1_000, day('2026-01-05')))
    await posted('2026-02-05', advanced(bridge, 300, day('2026-02-05')))
    await posted('2026-02-05', advanced(bridge, 200, day('2026-02-05')))
    await posted('2026-02-25', paidIn(bridge, 7, day('2026-01-31')))
    await posted('2026-03-05', paidIn(bridge, 50, day('2026-03-05')))
    clock.set('2026-03-10T09:00:00+08:00')
    return made
  }

  for (const row of table(`
    on         | free  | capital | out
    2026-01-04 | 0     | 0       | 0
    2026-01-05 | 1,000 | 1,000   | 0
    2026-01-31 | 1,007 | 1,007   | 0
    2026-02-05 | 507   | 1,007   | 500
    2026-03-10 | 557   | 1,057   | 500
  `))
    test(`at the end of ${row.on}, from the entries alone: ${row.free} free`, async () => {
      const { store, bridge } = await quarter()
      const at = (code: 'cash-free' | 'funders-capital' | 'advances-out') =>
        balanceOn(store.read, bridge, code, day(row.on))
      assert.deepEqual(
        [await at('cash-free'), await at('funders-capital'), await at('advances-out')],
        [whole(row.free), whole(row.capital), whole(row.out)],
      )
      const trial = await trialBalance(store.read, { id: bridge, kind: 'bridge-pool' }, day(row.on))
      assert.deepEqual(
        trial.map(({ onDebitFen, onCreditFen }) => onDebitFen - onCreditFen).filter((left) => left !== 0),
        [whole(row.free), whole(row.out), -whole(row.capital)].filter((left) => left !== 0),
      )
    })

  test('the kept trial balance is that of the entries, and adds up', async () => {
    const { store, bridge, today } = await quarter()
    const book = { id: bridge, kind: 'bridge-pool' } as const
    const kept = await trialBalance(store.read, book)
    assert.deepEqual(kept, await trialBalance(store.read, book, today()))
    const total = trialTotal(kept)
    assert.deepEqual(total, { debitFen: 1_557, creditFen: 1_557, onDebitFen: 1_057, onCreditFen: 1_057 })
  })

  test('a statement goes from its opening to its closing balance, in the order of the days, page by page', async () => {
    const { store, bridge } = await quarter()
    const { account } = (await trialBalance(store.read, { id: bridge, kind: 'bridge-pool' }))[0] ?? {}
    assert(account)
    const period = { since: day('2026-01-06'), until: day('2026-03-09') }
    const all = await statement(store.read, account, period, { limit: 10, offset: 0 })
    assert.deepEqual([all.openingFen, all.debitFen, all.creditFen, all.closingFen], [1_000, 57, 500, 557])
    assert.deepEqual(
      all.lines.map(({ seq, bookedOn, balanceFen }) => [seq, bookedOn, balanceFen]),
      [
        [4, '2026-01-31', 1_007],
        [2, '2026-02-05', 707],
        [3, '2026-02-05', 507],
        [5, '2026-03-05', 557],
      ],
    )
    const pages = await Promise.all(
      [0, 1, 2, 3].map((offset) => statement(store.read, account, period, { limit: 1, offset })),
    )
    assert.deepEqual(
      pages.flatMap(({ lines }) => lines),
      all.lines,
    )
    assert.ok(pages.every(({ closingFen }) => closingFen === 557))
  })

  test('a statement of an account that grows on credit counts the other way', async () => {
    const { store, bridge } = await quarter()
    const account = (await trialBalance(store.read, { id: bridge, kind: 'bridge-pool' })).find(
      (row) => row.account.code === 'funders-capital',
    )?.account
    assert(account)
    const found = await statement(
      store.read,
      account,
      { since: day('2026-03-01'), until: day('2026-03-31') },
      { limit: 5, offset: 0 },
    )
    assert.deepEqual([found.openingFen, found.closingFen, found.lines[0]?.balanceFen], [1_007, 1_057, 1_057])
  })

  test('an entry over two books is in balance in each', async () => {
    const { ledger, bridge, pool, store, today } = await books(await town())
    happened(await ledger.post(paidIn(bridge, 900, today())))
    const lines = [
      credit(bridge, 'cash-free', fen(300)),
      debit(bridge, 'funders-capital', fen(300)),
      debit(pool, 'cash-free', fen(300)),
      credit(pool, 'funders-capital', fen(300)),
    ]
    happened(await ledger.post({ key: 'move', kind: 'test.moved', subject: theCase, on: today(), lines }))
    for (const [id, kind, free] of [
      [bridge, 'bridge-pool', 600],
      [pool, 'compensation-pool', 300],
    ] as const) {
      assert.equal(await balance(store.read, id, 'cash-free'), free)
      const total = trialTotal(await trialBalance(store.read, { id, kind }))
      assert.equal(total.onDebitFen, total.onCreditFen)
    }
  })
})
