import { isNotNull } from 'drizzle-orm'
import type { Store } from '../../db/index.ts'
import { openFile } from '../../db/sqlite-file.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { By } from '../../server/accounts/index.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'

const districts = ['340602', '340603', '340604', '340621']
const trades = ['C13', 'F51', 'G54', 'A01', 'E47', 'H62']
/** Of every so many loans one was paid back in part: a second entry, as its second set of eight postings. */
const reducedOf = 4
/** Balances are whole multiples of this, so that every share is a whole number of fen without rounding. */
const unitFen = 1_000_000

/**
 * Exposures with their entries, each entry that of one ledger entry of eight postings, over three years; a firm for every five.
 * Only what this room keeps: neither guarantees nor postings are written, and no figure is; those are counted from the entries
 * by the rebuilding that is measured. The database makes all rows itself, since millions of them would take half an hour as
 * objects; which loan is whose and how large goes by its number, so that it is the same twice. Says how many entries.
 */
export async function fillExposures(store: Store, path: string, by: By, count: number): Promise<number> {
  const { shares, ...numbers } = await numbersFor(store, by, count)
  const file = openFile(path)
  try {
    // What a power cut loses here is a benchmark's.
    for (const pragma of ['synchronous = OFF', 'cache_size = -400000', 'foreign_keys = OFF'])
      file.pragma(pragma)
    file.exec('begin immediate')
    const run = (text: string) => file.prepare(text).run(numbers)
    run(firms)
    run(`${loans} insert into exposures (id, kind, enterprise_id, bank_id, guarantor_id, district, industry, size, scheme,
      vintage, balance_fen, loans, bearings) select id, 'guarantee', firm, bank, @guarantorId, district, trade, @size, @scheme,
      substr(on_day, 1, 4) || 'Q' || ((substr(on_day, 6, 2) + 2) / 3), units * @unitFen, 1, ${bearings(shares, 'units')}
      from loans`)
    for (const { party } of shares)
      run(`${loans} insert into exposure_parties (party, exposure_id) select ${who(party)}, id from loans`)
    const added = [
      run(`${loans} ${entries} select '02' || substr(id, 3), id, on_day, first * @unitFen, 1, ${bearings(shares, 'first')}, @at
        from loans`),
      run(`${loans} ${entries} select '03' || substr(id, 3), id, date(on_day, '+20 days'), (units - first) * @unitFen, 0,
        ${bearings(shares, '(units - first)')}, @at from loans where units <> first`),
    ]
    file.exec('commit')
    file.pragma('wal_checkpoint(TRUNCATE)')
    return added.reduce((sum, { changes }) => sum + changes, 0)
  } finally {
    file.close()
  }
}

type Share = { readonly party: string | null; readonly role: string; readonly ofUnitFen: number }

/** What the statements ask by name, and the shares of a unit; the party of the bank's own is nobody's here. */
async function numbersFor(store: Store, by: By, count: number) {
  const [model] = await store.read.select().from(guarantees).limit(1)
  const { guarantorId, terms, arrangement: scheme } = present(model, 'a letter of the city')
  const [firm] = await store.read.select().from(enterprises).where(isNotNull(enterprises.size)).limit(1)
  const { id: firmId, size } = present(firm, 'a firm to copy')
  const all = await store.read.select().from(institutions)
  const idOf = (kind: string) =>
    present(
      all.find((one) => one.kind === kind),
      kind,
    ).id
  const partyOf: Readonly<Record<string, string>> = {
    ...{ guarantor: guarantorId, reguarantor: idOf('reguarantor'), treasury: idOf('treasury') },
  }
  const shares: readonly Share[] = contingentShares(terms, fen(unitFen)).map(({ party, fen: ofUnitFen }) => ({
    ...{ party: partyOf[party] ?? null, role: party, ofUnitFen },
  }))
  const banks = all.filter(({ kind }) => kind === 'bank').map(({ id }) => id)
  return {
    ...{ shares, count, firmId, size, guarantorId, scheme, unitFen, at: by.at },
    ...{ firms: Math.max(1_000, Math.round(count / 5)), newest: plusDays(by.today, -30) },
    ...{ banks: JSON.stringify(banks), bankCount: banks.length },
  }
}

/** Ids of our alphabet and length, in the order of their numbers. */
const idOf = (prefix: string, number: string) => `'${prefix}' || printf('%024d', ${number})`
const oneOf = (words: readonly string[], number: string) =>
  `case ${number} % ${words.length} ${words.map((word, at) => `when ${at} then '${word}'`).join(' ')} end`
/** Far apart for neighbours, and always the same. */
const drawn = (salt: number, below: string) => `(((i + 1) * ${salt} % 1000003) % ${below})`

const firms = `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @firms)
  insert into enterprises (id, uscc, uscc_override, name, pinyin, state, legal_representative, phone, industry, region, founded_on,
    main_bank_id, tax_grade, tax_bureau_grade, tax_bureau_year, borrowed_before, size, disputed, created_at, verified_at,
    returned_for, version)
  select ${idOf('0f', 'i')}, 'B' || printf('%017d', i), uscc_override, '基准企业' || i, pinyin, state, legal_representative, phone,
    ${oneOf(trades, 'i')}, ${oneOf(districts, 'i')} || '001', founded_on, main_bank_id, tax_grade, tax_bureau_grade,
    tax_bureau_year, borrowed_before, size, disputed, created_at, verified_at, returned_for, version
  from n cross join enterprises where enterprises.id = @firmId`

/** Every loan with its balance in units, at first and now. */
const loans = `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count),
  drawn(i, f, bank, on_day, first) as (select i, i % @firms, (select value from json_each(@banks) where key = ${drawn(7919, '@bankCount')}),
    date(@newest, '-' || ${drawn(104729, '1000')} || ' days'), 10 + ${drawn(15485863, '490')} from n),
  loans(id, firm, district, trade, bank, on_day, first, units) as (select ${idOf('01', 'i')}, ${idOf('0f', 'f')},
    ${oneOf(districts, 'f')}, substr(${oneOf(trades, 'f')}, 1, 1), bank, on_day, first,
    case when i % ${reducedOf} = 0 then first - first / 2 else first end from drawn)`

const entries =
  'insert into exposure_entries (id, exposure_id, recorded_on, balance_fen, loans, bearings, at)'

const who = (party: string | null): string => (party === null ? 'bank' : `'${party}'`)

/** Who bears what of so many units, as it is kept. */
const bearings = (shares: readonly Share[], units: string): string =>
  `'[' || ${shares
    .map(
      ({ party, role, ofUnitFen }) =>
        `'{"party":"' || ${who(party)} || '","role":"${role}","fen":' || (${units} * ${ofUnitFen}) || '}'`,
    )
    .join(` || ',' || `)} || ']'`
