import type { SqliteFile } from '../../db/sqlite-file.ts'
import type { By } from '../../server/accounts/index.ts'
import { beginning, type Sealed, sealBy } from '../../server/ledger/chain.ts'
import type { LedgerParts } from '../../server/ledger/index.ts'
import { present } from '../../server/platform/assert.ts'
import { addLike, idOf } from './bulk.ts'
import { ids } from './city-cases.ts'
import { type Ground, type Place, unitFen } from './city-ground.ts'

/** The tables that are written here. */
export const ledgerTables = ['ledger_entries', 'ledger_postings', 'ledger_reservations']

type Head = { readonly seq: number; readonly hash: string }
/** One posting of a happening: on whose account, and of every ten thousand of its sum so many, debit above zero. */
type Line = { readonly role: string; readonly account: string; readonly basisPoints: number }

const deposit = "'+5 days'"

/**
 * What the program would post for these loans, numbered on behind the ledger's last entry, in a table that goes with the
 * connection: letters in force and reduced (eight postings each, two in every sharer's book), deposits of borrowers, and
 * money set aside and paid by pools.
 */
export function drawHappenings(file: SqliteFile): void {
  const head = headOf(file)
  file.exec(
    'create temp table happened (seq integer primary key, i integer, f integer, scheme integer, bank integer, guarantor integer, kind text, on_day text, fen integer, after_fen integer)',
  )
  const happening = (step: number, kind: string, on: string, sum: string, after: string, where: string) =>
    `select ${step} step, i, f, kind scheme, bank, guarantor, '${kind}' kind, ${on} on_day, ${sum} fen, ${after} after_fen
      from city where ${where}`
  const ofUnits = (units: string) => `(${units}) * ${unitFen}`
  const reduced = (step: number, from: string, to: string, days: number, where: string) =>
    happening(
      step,
      'guarantees.reduced',
      `date(on_day, '+${days} days')`,
      ofUnits(`${from} - ${to}`),
      ofUnits(to),
      where,
    )
  const all = [
    happening(1, 'guarantees.in-force', 'on_day', ofUnits('first'), ofUnits('first'), 'kind = 0'),
    reduced(2, 'first', 'second', 20, 'kind = 0'),
    reduced(3, 'second', 'units', 40, 'kind = 0 and units < second'),
    happening(1, 'covers.paid-deposit', `date(on_day, ${deposit})`, 'deposit_fen', '0', 'kind = 2'),
    happening(
      4,
      'ledger.reserved',
      "date(paid_on, '-10 days')",
      ofUnits('units'),
      '0',
      'paid_on is not null',
    ),
    happening(5, 'compensation.paid', 'paid_on', ofUnits('units'), '0', 'paid_on is not null'),
  ]
  file.exec(`insert into happened select ${head.seq} + row_number() over (order by i, step), i, f, scheme, bank, guarantor, kind,
    on_day, fen, after_fen from (${all.join(' union all ')})`)
}

const headOf = (file: SqliteFile): Head =>
  (file.prepare('select seq, hash from ledger_entries order by seq desc limit 1').get() as
    | Head
    | undefined) ?? {
    ...{ seq: 0, hash: beginning },
  }

/** The postings of each kind of happening by its scheme, in the order in which the program writes them. */
function linesOf({ schemes }: Ground): ReadonlyMap<string, readonly Line[]> {
  const pair = (role: string, debited: string, credited: string, basisPoints: number): Line[] => [
    { role, account: debited, basisPoints },
    { role, account: credited, basisPoints: -basisPoints },
  ]
  const lines = new Map<string, readonly Line[]>()
  for (const [scheme, { code, bearers }] of schemes.entries()) {
    const each = (debited: string, credited: string) =>
      bearers.flatMap(({ role, basisPoints }) => pair(role, debited, credited, basisPoints))
    if (scheme === 0) {
      lines.set('guarantees.in-force 0', each('contingent', 'contingent-against'))
      lines.set('guarantees.reduced 0', each('contingent-against', 'contingent'))
    }
    const pool = bearers.find(({ poolId, basisPoints }) => poolId && basisPoints > 0)
    if (!pool) continue
    const own = `${code} ${pool.role}`
    lines.set(`ledger.reserved ${scheme}`, pair(own, 'cash-reserved', 'cash-free', pool.basisPoints))
    lines.set(`compensation.paid ${scheme}`, pair(own, 'claims-out', 'cash-reserved', pool.basisPoints))
    if (code === 'zhubaodai')
      lines.set(
        `covers.paid-deposit ${scheme}`,
        pair(`${code} borrowers`, 'cash-free', 'borrower-deposits', 10_000),
      )
  }
  return lines
}

/** Entries bound to each other as the program binds them, all their postings, and the balances that they lead to. */
export function addEntries(file: SqliteFile, ground: Ground, { config }: LedgerParts, by: By): number {
  const lines = linesOf(ground)
  const accountOf = new Map(ground.places.map((one) => [`${one.role} ${one.which} ${one.account}`, one]))
  const placesOf = (kind: string, scheme: number, bank: number, guarantor: number) =>
    present(lines.get(`${kind} ${scheme}`), 'the postings of a happening').map((line) => {
      const which = line.role === 'bank' ? bank : line.role === 'guarantor' ? guarantor : 0
      const place = present(accountOf.get(`${line.role} ${which} ${line.account}`), 'an account')
      return { place, basisPoints: line.basisPoints }
    })
  const sums = new Map<string, Sums>()
  sealingOn(file, config, by, (kind, scheme, bank, guarantor, sumFen) =>
    placesOf(kind, scheme, bank, guarantor).map(({ place, basisPoints }) => {
      const posting = { place, amountFen: (sumFen / 10_000) * basisPoints }
      add(sums, posting)
      return posting
    }),
  )
  const memo = `case kind when 'covers.paid-deposit' then json_object('number', 'BAB' || i)
    when 'ledger.reserved' then json_object('number', 'BCB' || i, 'expiresOn', date(on_day, '+60 days'))
    when 'compensation.paid' then json_object('number', 'BCB' || i, 'claimedFen', fen, 'reservationNumber', seq - 1)
    else json_object('letter', 'BHB' || i, 'balanceFen', after_fen) end`
  const about = `case kind when 'covers.paid-deposit' then 'cover' when 'ledger.reserved' then 'compensation-claim'
    when 'compensation.paid' then 'compensation-claim' else 'guarantee' end`
  const subject = `case when ${about} = 'compensation-claim' then ${ids.claim} else ${ids.thing} end`
  const source = `(select seq, ${idOf('02', 'seq')} id, on_day, kind, ${memo} memo, ${about} about, ${subject} subject, scheme, bank,
    guarantor, fen from happened order by seq)`
  const added = addLike(
    file,
    'ledger_entries',
    source,
    { posted_at: by.at, actor: by.actor },
    {
      ...{ seq: 'seq', id: 'id', booked_on: 'on_day', kind: 'kind', memo: 'memo', subject_kind: 'about' },
      ...{
        subject_id: 'subject',
        idempotency_key: "'fill ' || seq",
        fingerprint: "seq || ''",
        previous_hash: 'sealed_before()',
      },
      hash: 'sealed(seq, id, on_day, kind, memo, about, subject, scheme, bank, guarantor, fen)',
    },
  )
  addPostings(file, ground, lines)
  addReservations(file, ground)
  const keep =
    file.prepare(`update ledger_accounts set debit_fen = debit_fen + @debitFen, credit_fen = credit_fen + @creditFen,
    postings = postings + @postings, balance_fen = balance_fen + case side when 'debit' then @debitFen - @creditFen
      else @creditFen - @debitFen end where id = @id`)
  for (const [id, { debitFen, creditFen, postings }] of sums) keep.run({ id, debitFen, creditFen, postings })
  return added
}

type Posting = { readonly place: Place; readonly amountFen: number }
type Sums = { debitFen: number; creditFen: number; postings: number }

function add(sums: Map<string, Sums>, { place: { id }, amountFen }: Posting): void {
  const sum = sums.get(id) ?? { debitFen: 0, creditFen: 0, postings: 0 }
  if (amountFen > 0) sum.debitFen += amountFen
  else sum.creditFen -= amountFen
  sum.postings += 1
  sums.set(id, sum)
}

type PostingsOf = (
  kind: string,
  scheme: number,
  bank: number,
  guarantor: number,
  sumFen: number,
) => readonly Posting[]

/** The seal of the house as two functions of this connection: the hash before, and the hash of an entry that follows. */
function sealingOn(file: SqliteFile, config: LedgerParts['config'], by: By, postingsOf: PostingsOf): void {
  const seal = sealBy(config.ledgerKey)
  let previousHash = headOf(file).hash
  file.function('sealed_before', { deterministic: false }, () => previousHash)
  file.function('sealed', { deterministic: false, varargs: true }, (...given: unknown[]) => {
    const [seq, id, bookedOn, kind, memo, subjectKind, subjectId, scheme, bank, guarantor, fen] = given
    const unsealed = {
      ...{ seq, id, bookedOn, postedAt: by.at, kind, memo: JSON.parse(String(memo)), why: null },
      ...{
        subjectKind,
        subjectId,
        personId: null,
        actor: by.actor,
        key: `fill ${seq}`,
        fingerprint: `${seq}`,
      },
      ...{ reversesSeq: null, previousHash },
    } as Sealed
    const moved = postingsOf(String(kind), Number(scheme), Number(bank), Number(guarantor), Number(fen))
    previousHash = seal.hashOf(
      unsealed,
      moved.map(({ place: { id: accountId, book, account }, amountFen }) => ({
        ...{ accountId, book, account, amountFen },
      })),
    )
    return previousHash
  })
}

function addPostings(
  file: SqliteFile,
  { places }: Ground,
  lines: ReadonlyMap<string, readonly Line[]>,
): void {
  file.exec(
    'create temp table lines (kind text, scheme text, line integer, role text, account text, basis_points integer, primary key (kind, scheme, line)) without rowid',
  )
  file.exec(
    'create temp table places (role text, account text, which integer, id text, primary key (role, account, which)) without rowid',
  )
  const addLine = file.prepare('insert into lines values (?, ?, ?, ?, ?, ?)')
  for (const [key, all] of lines)
    for (const [line, { role, account, basisPoints }] of all.entries())
      addLine.run(...key.split(' '), line, role, account, basisPoints)
  const addPlace = file.prepare('insert into places values (?, ?, ?, ?)')
  for (const { role, account, which, id } of places) addPlace.run(role, account, which, id)
  file.exec(`insert into ledger_postings (entry_seq, line, account_id, booked_on, amount_fen)
    select seq, line, places.id, on_day, fen / 10000 * basis_points from happened
    cross join lines on lines.kind = happened.kind and lines.scheme = happened.scheme || ''
    cross join places on places.role = lines.role and places.account = lines.account
      and which = case lines.role when 'bank' then bank when 'guarantor' then guarantor else 0 end
    order by seq, line`)
}

/** What pools had set aside for claims and have paid since. */
function addReservations(file: SqliteFile, { schemes, pools }: Ground): void {
  for (const [scheme, { code, bearers }] of schemes.entries()) {
    const pool = bearers.find(({ poolId, basisPoints }) => poolId && basisPoints > 0)
    const book = pools.find(({ arrangement, party }) => arrangement === code && party === pool?.role)?.bookId
    if (!pool || !book) continue
    const source = `happened one where kind = 'ledger.reserved' and scheme = ${scheme}`
    addLike(
      file,
      'ledger_reservations',
      source,
      { book_id: book, subject_kind: 'compensation-claim', state: 'used' },
      {
        ...{ id: idOf('02', 'seq'), amount_fen: `fen / 10000 * ${pool.basisPoints}`, subject_id: ids.claim },
        ...{ expires_on: "date(on_day, '+60 days')", opened_seq: 'seq', closed_seq: 'seq + 1' },
      },
    )
  }
}
