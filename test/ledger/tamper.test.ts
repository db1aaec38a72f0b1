import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import { randomFrom } from '../../seeds/city/random.ts'
import { type Sealed, type SealedPosting, sealBy } from '../../server/ledger/chain.ts'
import { lineOf } from '../../server/ledger/checkpoint.ts'
import {
  credit,
  debit,
  type EntryId,
  fitsKey,
  parseLine,
  type Verdict,
  verifyLedger,
  writeCheckpoint,
} from '../../server/ledger/index.ts'
import { postingsOf } from '../../server/ledger/rows.ts'
import { entriesBetween } from '../../server/ledger/rows-proof.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { town } from '../support/app.ts'
import { disarm, rawOf } from '../support/raw.ts'
import { advanced, books, happened, paidIn, theCase } from './sample.ts'

/*
 * Somebody who has the database, all its rights and no key. Each way of his is tried at random places; the proof must
 * find it and name the first row that is wrong.
 */

const random = randomFrom(15)
const tables = [
  'ledger_entries',
  'ledger_postings',
  'ledger_checkpoints',
  'ledger_books',
  'ledger_accounts',
  'ledger_reservations',
  'trail',
] as const

const made = await books(await town())
const { store, parts, by, cast, ledger, bridge, pool, clock } = made
const count = await fill()
const raw = await rawOf(store)
after(() => raw.close())
await disarm(raw, store, tables)
for (const table of tables) await raw.run(`create table kept_${table} as select * from ${table}`)

/** Some weeks of a pool: money in and out, reservations, reversals, a checkpoint in the middle and one at the end. */
async function fill(): Promise<number> {
  const first = clock.today()
  const ids: EntryId[] = []
  for (let week = 0; week < 10; week += 1) {
    clock.set(`${plusDays(first, week * 7)}T09:00:00+08:00`)
    const on = clock.today()
    happened(await ledger.post(paidIn(week % 3 ? bridge : pool, 10_000 + week, on)))
    if (week === 0) happened(await ledger.post(paidIn(bridge, 50_000, on)))
    const { entry } = happened(await ledger.post(advanced(bridge, 900 + week, on)))
    ids.push(entry.id)
    const draft = { book: bridge, amountFen: fen(500 + week), subject: theCase, expiresOn: plusDays(on, 3) }
    const used = happened(await ledger.reserve({ ...draft, key: `u${week}` })).reservation.id
    const lines = [debit(bridge, 'advances-out', fen(400)), credit(bridge, 'fee-income', fen(1))]
    happened(await ledger.use({ key: `use ${week}`, kind: 'test.paid-out', on, reservation: used, lines }))
    happened(await ledger.reserve({ ...draft, key: `r${week}`, expiresOn: plusDays(on, 365) }))
    if (week % 4 === 2)
      happened(await ledger.reverse({ entry: ids[week - 1] as EntryId, key: `undo ${week}`, why: '录错' }))
    if (week === 5) happened(await writeCheckpoint(parts, by(cast.shi)))
  }
  const { checkpoint } = happened(await writeCheckpoint(parts, by(cast.shi)))
  return checkpoint.seq
}

async function restore(): Promise<void> {
  for (const table of tables)
    await raw.run(`delete from ${table}; insert into ${table} select * from kept_${table}`)
}

const proof = (): Promise<Verdict> => verifyLedger(store.read, parts)
const anEntry = (from = 1) => random.whole(from, count)
const one = async <Row>(text: string): Promise<Row> => {
  const [row] = await raw.all<Row>(text)
  assert(row, text)
  return row
}

/** What was done, and how the first wrong row is called. */
type Way = () => Promise<string | number>

const edits: Readonly<Record<string, string>> = {
  id: "'1' || substr(id, 2)",
  posted_at: "'2026-01-01T00:00:00.000Z'",
  booked_on: "'2026-01-01'",
  kind: "kind || '!'",
  memo: `'{"number":7}'`,
  why: "'never said'",
  subject_kind: "'person'",
  subject_id: "subject_id || '!'",
  person_id: "'somebody'",
  actor: "actor || '!'",
  idempotency_key: "idempotency_key || '!'",
  fingerprint: "fingerprint || '!'",
  reverses_seq: 'seq + 1000',
  previous_hash: "previous_hash || '!'",
  hash: "hash || '!'",
}

const ways: readonly (readonly [string, number, Way])[] = [
  [
    'a word of an entry is changed',
    24,
    async () => {
      const seq = anEntry()
      const [column, value] = random.pick(Object.entries(edits))
      await raw.run(`update ledger_entries set ${column} = ${value} where seq = ${seq}`)
      return seq
    },
  ],
  [
    'an amount moves from one posting to another',
    12,
    async () => {
      const seq = anEntry()
      await raw.run(
        `update ledger_postings set amount_fen = amount_fen + 1 where entry_seq = ${seq} and line = 0`,
      )
      await raw.run(
        `update ledger_postings set amount_fen = amount_fen - 1 where entry_seq = ${seq} and line = 1`,
      )
      return seq
    },
  ],
  [
    'a posting goes to another account',
    8,
    async () => {
      const seq = anEntry()
      const taken = `select account_id from ledger_postings where entry_seq = ${seq}`
      await raw.run(
        `update ledger_postings set account_id = (select min(id) from ledger_accounts where id not in (${taken})) ` +
          `where entry_seq = ${seq} and line = 1`,
      )
      return seq
    },
  ],
  [
    'a posting goes to another day',
    6,
    async () => {
      const seq = anEntry()
      await raw.run(
        `update ledger_postings set booked_on = '2026-01-01' where entry_seq = ${seq} and line = 0`,
      )
      return seq
    },
  ],
  [
    'an entry is taken out, its postings left',
    6,
    async () => {
      const seq = anEntry()
      await raw.run(`delete from ledger_entries where seq = ${seq}`)
      return seq
    },
  ],
  [
    'an entry is taken out with its postings',
    6,
    async () => {
      const seq = anEntry()
      await raw.run(`delete from ledger_postings where entry_seq = ${seq}`)
      await raw.run(`delete from ledger_entries where seq = ${seq}`)
      return seq
    },
  ],
  [
    'a posting is taken out',
    8,
    async () => {
      const seq = anEntry()
      await raw.run(`delete from ledger_postings where entry_seq = ${seq} and line = ${random.whole(0, 1)}`)
      return seq
    },
  ],
  [
    'a posting is put in',
    6,
    async () => {
      const seq = anEntry()
      const account = "(select id from ledger_accounts where code = 'recoveries' limit 1)"
      await raw.run(`insert into ledger_postings (entry_seq, line, account_id, booked_on, amount_fen)
        select entry_seq, 9, ${account}, booked_on, 5 from ledger_postings where entry_seq = ${seq} and line = 0`)
      return seq
    },
  ],
  [
    'an entry is put at the end',
    5,
    async () => {
      const like = anEntry()
      const next = count + 1
      await raw.run(`insert into ledger_entries (seq, id, booked_on, posted_at, kind, memo, why, subject_kind, subject_id,
          person_id, actor, idempotency_key, fingerprint, reverses_seq, previous_hash, hash)
        select ${next}, '2' || substr(id, 2), booked_on, posted_at, kind, memo, why, subject_kind, subject_id, person_id,
          actor, idempotency_key || '!', fingerprint, null, (select hash from ledger_entries where seq = ${count}), hash
        from ledger_entries where seq = ${like}`)
      await raw.run(`insert into ledger_postings (entry_seq, line, account_id, booked_on, amount_fen)
        select ${next}, line, account_id, booked_on, amount_fen from ledger_postings where entry_seq = ${like}`)
      return next
    },
  ],
  [
    'postings are put in for an entry that is not there',
    2,
    async () => {
      await raw.run(`insert into ledger_postings (entry_seq, line, account_id, booked_on, amount_fen)
        select ${count + 3}, line, account_id, booked_on, amount_fen from ledger_postings where entry_seq = ${anEntry()}`)
      return count + 3
    },
  ],
  [
    'two entries change places',
    8,
    async () => {
      const seq = random.whole(1, count - 1)
      for (const [table, column] of [
        ['ledger_entries', 'seq'],
        ['ledger_postings', 'entry_seq'],
      ])
        for (const [from, to] of [
          [seq, -1],
          [seq + 1, seq],
          [-1, seq + 1],
        ])
          await raw.run(`update ${table} set ${column} = ${to} where ${column} = ${from}`)
      return seq
    },
  ],
  [
    'a balance is raised',
    6,
    async () => {
      const { id, name } = await one<{ id: string; name: string }>(
        `select a.id as id, b.code || ' ' || a.code as name from ledger_accounts a join ledger_books b on b.id = a.book_id
          where a.side = 'debit' order by a.id limit 1 offset ${random.whole(0, 10)}`,
      )
      await raw.run(
        `update ledger_accounts set debit_fen = debit_fen + 5, balance_fen = balance_fen + 5 where id = '${id}'`,
      )
      return name
    },
  ],
  [
    'a count of postings is changed',
    2,
    async () => {
      await raw.run(
        "update ledger_accounts set postings = postings + 1 where code = 'funders-capital' and postings > 5",
      )
      return 'bridge funders-capital'
    },
  ],
  [
    'a floor is loosened',
    2,
    async () => {
      await raw.run("update ledger_accounts set floor_fen = null where code = 'cash-free' and postings > 20")
      return 'bridge cash-free'
    },
  ],
  [
    'an account is given another name',
    3,
    async () => {
      const rename = (from: string, to: string) =>
        raw.run(`update ledger_accounts set code = '${to}' where code = '${from}' and book_id = '${bridge}'`)
      await rename('recoveries', 'set aside')
      await rename('fee-income', 'recoveries')
      await rename('set aside', 'fee-income')
      const { seq } = await one<{ seq: number }>(
        `select min(entry_seq) as seq from ledger_postings p join ledger_accounts a on a.id = p.account_id
          where a.code = 'recoveries'`,
      )
      return Number(seq)
    },
  ],
  [
    'a checkpoint is changed',
    6,
    async () => {
      const { seq } = await one<{ seq: number }>(
        `select seq from ledger_checkpoints order by seq limit 1 offset ${random.whole(0, 1)}`,
      )
      const [column, value] = random.pick([
        ['hash', "hash || '!'"],
        ['signature', "'x' || signature"],
        ['public_key', "public_key || '!'"],
        ['written_at', "'2026-01-01T00:00:00.000Z'"],
      ])
      await raw.run(`update ledger_checkpoints set ${column} = ${value} where seq = ${seq}`)
      return Number(seq)
    },
  ],
  [
    'a checkpoint is taken away',
    2,
    async () => {
      await raw.run(`delete from ledger_checkpoints where seq = ${count}`)
      return count
    },
  ],
  [
    'a reservation is made smaller, or closed, or taken away',
    4,
    async () => {
      const which = `id = (select min(id) from ledger_reservations where state = 'open')`
      const { seq } = await one<{ seq: number }>(
        `select opened_seq as seq from ledger_reservations where ${which}`,
      )
      await raw.run(
        random.pick([
          `update ledger_reservations set amount_fen = amount_fen - 1 where ${which}`,
          `update ledger_reservations set state = 'void', closed_seq = 1 where ${which}`,
          `delete from ledger_reservations where ${which}`,
        ]),
      )
      return seq
    },
  ],
  [
    'a reservation that was used is open again',
    2,
    async () => {
      const which = "id = (select min(id) from ledger_reservations where state = 'used')"
      await raw.run(`update ledger_reservations set state = 'open', closed_seq = null where ${which}`)
      return 'bridge'
    },
  ],
  [
    'a reservation says something else than its entries, or is gone, and the sums still fit',
    12,
    async () => {
      const { seq, state } = await one<{ seq: number; state: string }>(
        `select opened_seq as seq, state from ledger_reservations order by opened_seq limit 1 offset ${random.whole(0, 19)}`,
      )
      const which = `where opened_seq = ${seq}`
      const change = (what: string) => `update ledger_reservations set ${what} ${which}`
      await raw.run(
        random.pick([
          change("expires_on = '2030-01-01'"),
          change("subject_id = 'another case'"),
          change("subject_kind = 'person'"),
          ...(state === 'used' ? [change("state = 'void'"), change("state = 'expired'")] : []),
          ...(state === 'used' ? [`delete from ledger_reservations ${which}`] : []),
        ]),
      )
      return seq
    },
  ],
  [
    'a reservation that was used is open again, and one of the same case and sum passes for it',
    4,
    async () => {
      const { used, spare, end } = await one<{ used: number; spare: number; end: number }>(
        `select u.opened_seq as used, r.opened_seq as spare, u.closed_seq as "end" from ledger_reservations u
          join ledger_reservations r on r.amount_fen = u.amount_fen and r.subject_id = u.subject_id and r.state = 'open'
          where u.state = 'used' order by u.opened_seq limit 1 offset ${random.whole(0, 5)}`,
      )
      const change = (what: string, seq: number) =>
        raw.run(`update ledger_reservations set ${what} where opened_seq = ${seq}`)
      await change("state = 'open', closed_seq = null", used)
      await change(`state = 'used', closed_seq = ${end}`, spare)
      return spare
    },
  ],
]

// A case that fails must not spoil the next.
afterEach(restore)

describe('a ledger that nobody touched', () => {
  test('is sound, and fits its key and no other', async () => {
    const { fault, entries, checkpoint } = await proof()
    assert.deepEqual([fault, entries, checkpoint?.seq], [null, count, count])
    assert.ok(count > 50)
    const config = { ...parts.config, ledgerKey: 'another key' }
    assert.equal(await fitsKey(store.read, parts), true)
    assert.equal(await fitsKey(store.read, { config }), false)
    assert.equal((await verifyLedger(store.read, { config })).fault?.row, '1')
  })
})

describe('without the key it is found, and the first bad row named, when', () => {
  for (const [name, times, way] of ways)
    test(`${name} (${times} times)`, async () => {
      for (let time = 0; time < times; time += 1) {
        const row = await way()
        const { fault } = await proof()
        assert.equal(fault?.row, String(row), `${name}: ${JSON.stringify(fault)}`)
        await restore()
      }
      assert.equal((await proof()).fault, null)
    })

  test('the end is cut off and the balances put right (20 times)', async () => {
    for (let time = 1; time <= 20; time += 1) {
      await cutOff(count - time)
      const { fault } = await proof()
      assert.deepEqual(fault, { code: 'entries-cut-off', table: 'entries', row: String(count - time + 1) })
      await restore()
    }
  })

  test('everything from an entry on is stamped anew with another key (5 times)', async () => {
    for (let time = 0; time < 5; time += 1) {
      const seq = anEntry()
      await restamped(seq)
      assert.deepEqual((await proof()).fault, { code: 'entry-altered', table: 'entries', row: String(seq) })
      await restore()
    }
  })

  test('something cannot even be read', async () => {
    const { fault: unreadable } = await (async () => {
      const seq = anEntry()
      if (store.dialect === 'sqlite') {
        await raw.run(`update ledger_entries set memo = '{' where seq = ${seq}`)
        const found = await proof()
        assert.deepEqual(found.fault, { code: 'entry-unreadable', table: 'entries', row: String(seq) })
        await restore()
        await raw.run(
          `update ledger_postings set amount_fen = amount_fen + 0.5 where entry_seq = ${seq} and line = 0`,
        )
        const halves = await proof()
        assert.equal(halves.fault?.row, String(seq))
        await restore()
        await raw.run("update ledger_checkpoints set written_at = 'never'")
        assert.equal((await proof()).fault?.code, 'checkpoint-forged')
        await restore()
      }
      return proof()
    })()
    assert.equal(unreadable, null)
  })
})

describe('a checkpoint that was kept outside', () => {
  test('shows what was cut off, even where all checkpoints and their trail are gone', async () => {
    const { checkpoint } = await proof()
    assert(checkpoint)
    const kept = parseLine(lineOf(checkpoint))
    assert(kept)
    await cutOff(count - 3)
    await raw.run(`delete from ledger_checkpoints where seq = ${count}`)
    assert.deepEqual((await proof()).fault?.code, 'checkpoint-missing')
    await raw.run("delete from trail where happening = 'ledger.checkpoint-written'")
    // Nothing within the database tells any more that there was more.
    assert.equal((await proof()).fault?.code ?? null, null)
    const { fault } = await verifyLedger(store.read, parts, [kept])
    assert.deepEqual(fault, { code: 'entries-cut-off', table: 'entries', row: String(count - 2) })
    await restore()
    assert.equal((await verifyLedger(store.read, parts, [kept])).fault, null)
  })

  test('that somebody else signed is worth nothing', async () => {
    const { checkpoint } = await proof()
    assert(checkpoint)
    const forged = { ...checkpoint, hash: 'x' }
    const { fault } = await verifyLedger(store.read, parts, [forged])
    assert.equal(fault?.code, 'checkpoint-forged')
  })
})

/** Deletes what came after an entry and makes balances and reservations fit what is left. */
async function cutOff(last: number): Promise<void> {
  await raw.run(`delete from ledger_postings where entry_seq > ${last}`)
  await raw.run(`delete from ledger_entries where seq > ${last}`)
  await raw.run(`delete from ledger_reservations where opened_seq > ${last}`)
  await raw.run(`update ledger_reservations set state = 'open', closed_seq = null where closed_seq > ${last}`)
  const sum = (sign: string) =>
    `coalesce((select sum(abs(amount_fen)) from ledger_postings p where p.account_id = ledger_accounts.id and amount_fen ${sign} 0), 0)`
  await raw.run(`update ledger_accounts set
    debit_fen = ${sum('>')}, credit_fen = ${sum('<')},
    balance_fen = case when side = 'debit' then ${sum('>')} - ${sum('<')} else ${sum('<')} - ${sum('>')} end,
    postings = (select count(*) from ledger_postings p where p.account_id = ledger_accounts.id)`)
}

/** Changes one entry and computes all hashes from there on, by the rules of the chain and a key of one's own. */
async function restamped(seq: number): Promise<void> {
  const forger = sealBy('a key that somebody made up')
  const entries = await entriesBetween(store.read, seq - 1, count)
  let previousHash = entries[0]?.previousHash ?? ''
  for (const row of entries) {
    const entry: Sealed = { ...row, previousHash, actor: row.seq === seq ? 'nobody' : row.actor }
    const postings: SealedPosting[] = await postingsOf(store.read, row.seq)
    const hash = forger.hashOf(entry, postings)
    await raw.run(
      `update ledger_entries set actor = '${entry.actor}', previous_hash = '${previousHash}', hash = '${hash}' where seq = ${row.seq}`,
    )
    previousHash = hash
  }
}
