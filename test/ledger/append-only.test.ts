import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Transaction } from '../../db/index.ts'
import { ledgerAccounts, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { writeCheckpoint } from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { town } from '../support/app.ts'
import { rawOf } from '../support/raw.ts'
import { books, happened, paidIn, theCase } from './sample.ts'

/* What the databases themselves refuse, whoever asks. */

const tables = [
  'ledger_entries',
  'ledger_postings',
  'ledger_checkpoints',
  'ledger_books',
  'ledger_accounts',
  'ledger_reservations',
] as const

const uniqueKeys: Readonly<Record<(typeof tables)[number], readonly (readonly string[])[]>> = {
  ledger_entries: [['seq'], ['id'], ['idempotency_key']],
  ledger_postings: [['entry_seq', 'line'], ['entry_seq', 'account_id', 'booked_on'], ['rowid']],
  ledger_checkpoints: [['seq']],
  ledger_books: [['id'], ['code'], ['rowid']],
  ledger_accounts: [['id'], ['book_id', 'code'], ['rowid']],
  ledger_reservations: [['id'], ['opened_seq'], ['rowid']],
}
const keyColumns = /^(id|seq|entry_seq|line|account_id|book_id|code|idempotency_key|opened_seq)$/

/** What defines a row of a table whose other columns move. */
const fixed: readonly (readonly [string, string])[] = [
  ['ledger_entries', "kind = 'x'"],
  ['ledger_entries', 'seq = seq + 100'],
  ['ledger_entries', "hash = 'x'"],
  ['ledger_postings', 'amount_fen = amount_fen + 1'],
  ['ledger_postings', "booked_on = '2020-01-01'"],
  ['ledger_checkpoints', "signature = 'x'"],
  ['ledger_books', "code = 'x'"],
  ['ledger_books', "kind = 'party'"],
  ['ledger_accounts', 'floor_fen = null'],
  ['ledger_accounts', 'floor_fen = -1'],
  ['ledger_accounts', "side = 'credit'"],
  ['ledger_accounts', "code = 'x'"],
  ['ledger_reservations', 'amount_fen = 1'],
  ['ledger_reservations', "expires_on = '2999-12-31'"],
]

/** One row or more in every table of the ledger. */
async function filled() {
  const made = await books(await town())
  const { store, ledger, bridge, today, parts, by, cast } = made
  happened(await ledger.post(paidIn(bridge, 1_000, today())))
  const draft = {
    key: 'r',
    book: bridge,
    amountFen: fen(600),
    subject: theCase,
    expiresOn: day('2026-03-12'),
  }
  happened(await ledger.reserve(draft))
  happened(await writeCheckpoint(parts, by(cast.shi)))
  const raw = await rawOf(store)
  const all = async () => {
    const rows: Record<string, unknown[]> = {}
    for (const table of tables) rows[table] = await raw.all(`select * from ${table}`)
    return rows
  }
  const before = await all()
  return { ...made, raw, unchanged: async () => assert.deepEqual(await all(), before) }
}

describe('the ledger’s tables', () => {
  test('give up no row', async () => {
    const { raw, unchanged } = await filled()
    for (const table of tables)
      await assert.rejects(async () => raw.run(`delete from ${table}`), /never/, table)
    await unchanged()
    await raw.close()
  })

  test('change nothing that defines a row; a floor above all', async () => {
    const { raw, unchanged } = await filled()
    for (const [table, change] of fixed)
      await assert.rejects(
        async () => raw.run(`update ${table} set ${change}`),
        /never/,
        `${table} ${change}`,
      )
    await unchanged()
    await raw.close()
  })

  test('are neither replaced nor emptied by statements that skip the ordinary triggers', async () => {
    const { store, raw, unchanged } = await filled()
    for (const table of tables) {
      if (store.dialect === 'postgresql') {
        await assert.rejects(raw.run(`truncate ${table} cascade`), /never changed or deleted/, table)
        continue
      }
      const columns = (await raw.all<{ name: string }>(`pragma table_info(${table})`)).map(({ name }) => name)
      // A row can be hit by any of its unique keys, and by the number that SQLite keeps for it; all else is new.
      for (const kept of uniqueKeys[table]) {
        const values = columns.map((name) => {
          if (kept.includes(name) || !keyColumns.test(name)) return name
          return /seq|line/.test(name) ? `${name} + 1000` : `${name} || 'x'`
        })
        const hidden = kept.includes('rowid') ? ['rowid'] : []
        const into = [...hidden, ...columns].join(', ')
        const from = [...hidden, ...values].join(', ')
        await assert.rejects(
          async () =>
            raw.run(`insert or replace into ${table} (${into}) select ${from} from ${table} limit 1`),
          /never replaced/,
          `${table} ${kept}`,
        )
      }
    }
    await unchanged()
    await raw.close()
  })

  test('refuse a balance below its floor, one that is no difference, and a line of nothing', async () => {
    const { raw, unchanged } = await filled()
    const where = "where code = 'cash-free' and debit_fen > 0"
    for (const change of [
      'balance_fen = -1, credit_fen = debit_fen + 1',
      'balance_fen = balance_fen + 1',
      'debit_fen = -1',
      'debit_fen = 9007199254740992, balance_fen = 9007199254740992 - credit_fen',
    ])
      await assert.rejects(
        async () => raw.run(`update ledger_accounts set ${change} ${where}`),
        /(?:CHECK|check) constraint/,
        change,
      )
    await assert.rejects(
      async () =>
        raw.run(
          'insert into ledger_postings (entry_seq, line, account_id, booked_on, amount_fen) ' +
            "select 1, 9, id, '2020-01-01', 0 from ledger_accounts limit 1",
        ),
      /(?:CHECK|check) constraint/,
    )
    await assert.rejects(
      async () => raw.run("update ledger_reservations set state = 'used'"),
      /(?:CHECK|check) constraint/,
    )
    await unchanged()
    await raw.close()
  })

  test('refuse through our own handle as well', async () => {
    const { store, raw, unchanged } = await filled()
    const attempts: ((tx: Transaction) => Promise<unknown>)[] = [
      async (tx) => tx.update(ledgerEntries).set({ why: 'never happened' }),
      async (tx) => tx.delete(ledgerPostings),
      async (tx) => tx.update(ledgerAccounts).set({ floorFen: null }),
    ]
    for (const attempt of attempts) await assert.rejects(store.transact(attempt))
    await unchanged()
    await raw.close()
  })
})
