import type { SqliteFile } from '../../db/sqlite-file.ts'
import type { Day } from '../../server/money/day.ts'
import { addLike, drawn, idOf, modelFrom, oneOf, type Values } from './bulk.ts'
import { type Ground, unitFen } from './city-ground.ts'

const districts = ['340602', '340603', '340604', '340621']
const trades = ['C13', 'F51', 'G54', 'A01', 'E47', 'H62']
const sizes = ['micro', 'small', 'small']

export const ids = {
  firm: (number = 'f') => idOf('02', number),
  need: idOf('03', 'i'),
  application: idOf('04', 'i'),
  offer: idOf('05', 'i'),
  loan: idOf('06', 'i'),
  /** Of a guarantee or a cover, and of its exposure: their ids are the same. */
  thing: idOf('07', 'i'),
  claim: idOf('08', 'i'),
}
export const district = oneOf(districts, 'f')
export const trade = oneOf(trades, 'f')
export const size = oneOf(sizes, 'f')
/** The id of a member of a list, by its number. */
const memberOf = (list: readonly string[], which: string) =>
  `json_extract('${JSON.stringify(list)}', '$[' || ${which} || ']')`

/** Of a hundred loans so many are late, by up to so many days. */
const [latePercent, mostDaysLate] = [3, 450]
/** Of so many guarantees one was paid back in two parts instead of one; of so many covers one in one part instead of none. */
const [twiceOf, paidBackOf] = [32, 4]

/**
 * Every loan by its number, in a table that goes with the connection: whose it is, under what it is covered (0 a guarantee,
 * else a pool's scheme), since when, how much it was and is, and how it went. A firm has no two loans at one bank.
 */
export function drawCity(file: SqliteFile, { members }: Ground, count: number, today: Day): void {
  const firms = Math.max(1_000, Math.round(count / 5))
  file.exec(
    'create temp table city (i integer primary key, f integer, kind integer, bank integer, guarantor integer, on_day text, matures_on text, late integer, first integer, second integer, units integer, deposit_fen integer, paid_on text, bank_id text, guarantor_id text)',
  )
  file
    .prepare(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count),
      one as (select i, i % @firms f, i / @firms k, ${drawn('i', 15485863, 490)} + 10 first, ${drawn('i', 32452843, 20)} score,
        case when ${drawn('i', 49979687, 100)} < ${latePercent} then 1 + ${drawn('i', 67867967, mostDaysLate)} else 0 end late,
        replace(date(@today, '-60 days', '-' || ${drawn('i', 104729, 1000)} || ' days'), '-02-29', '-02-28') any_day from n),
      placed as (select *, case when score < 12 then 0 when score < 16 then 1 when score < 18 then 2 else 3 end kind,
        case when late then date(@today, '-' || late || ' days') else date(any_day, '+60 months') end matures_on from one),
      dated as (select *, case when late then date(matures_on, '-12 months') else any_day end on_day,
        case when kind = 0 or i % ${paidBackOf} = 0 then first - first / 2 else first end second from placed),
      ended as (select *, (${drawn('f', 7919, '@banks')} + k) % @banks bank, f % @guarantors guarantor from dated)
      insert into city select i, f, kind, bank, guarantor, on_day, matures_on, late,
        first, second, case when kind = 0 and i % ${twiceOf} = 0 then second - second / 2 else second end,
        case when kind = 2 then first * ${unitFen / 50} * case when late then 1 else 5 end else 0 end,
        case when kind in (1, 3) and late > 90 and ${drawn('i', 86028121, 10)} = 0 then date(matures_on, '+80 days') end,
        ${memberOf(members.bank, 'bank')}, ${memberOf(members.guarantor, 'guarantor')} from ended`,
    )
    .run({
      count,
      firms: BigInt(firms),
      today,
      banks: BigInt(members.bank.length),
      guarantors: BigInt(members.guarantor.length),
    })
  file.exec('create temp table firms as select distinct f from city order by f')
}

/** The tables that are written here. */
export const caseTables = [
  ...['enterprises', 'needs', 'applications', 'offers', 'loans', 'drawdowns', 'repayments', 'loan_classes'],
]

const before = (days: number) => `date(on_day, '${-days} days')`
const moment = (days: number) => `${before(days)} || 'T02:00:00.000Z'`
const loanOwn = { loan_id: ids.loan, reported_by: 'null', key_id: 'null' }

/** The firms, and each loan from the need to its class, as copies of one that the city has. */
export function addCases(file: SqliteFile, { letterId }: Ground, today: Day): void {
  const loan = modelFrom(
    file,
    `select loans.* from loans join guarantees on guarantees.loan_id = loans.id where guarantees.id = '${letterId}'`,
  )
  const modelOf = (table: string, id: unknown) => modelFrom(file, `select * from ${table} where id = '${id}'`)
  addLike(file, 'enterprises', 'firms', modelOf('enterprises', loan.enterprise_id), {
    ...{ id: ids.firm(), uscc: "'B' || printf('%017d', f)", name: "'基准企业' || f", size },
    ...{ industry: trade, region: `${district} || '001'`, disputed: 'null' },
  })
  addLike(file, 'needs', 'city', modelOf('needs', loan.need_id), {
    ...{ id: ids.need, number: "'XQB' || i", enterprise_id: ids.firm(), amount_fen: `first * ${unitFen}` },
    ...{ region: `${district} || '001'`, industry: trade, size, created_by: 'null' },
    ...{ published_at: moment(24), created_at: moment(26), expires_on: "date(on_day, '+60 days')" },
  })
  addLike(file, 'applications', 'city', modelOf('applications', loan.application_id), {
    ...{ id: ids.application, number: "'SQB' || i", need_id: ids.need, enterprise_id: ids.firm() },
    ...{ institution_id: 'bank_id', officer_id: 'null', submitted_at: moment(20), taken_at: moment(18) },
    ...{ offered_at: moment(9), decided_at: moment(4), contact_due_on: before(17), contacted_on: before(18) },
  })
  addLike(
    file,
    'offers',
    'city',
    modelOf('offers', loan.offer_id),
    {
      ...{ id: ids.offer, application_id: ids.application, need_id: ids.need, method: "'bullet'" },
      ...{ amount_fen: `first * ${unitFen}`, months: 'case when late then 12 else 60 end', made_by: 'null' },
      guarantee_mode: "case when kind = 0 then 'guarantee' else 'credit' end",
      guarantor_id: 'case when kind = 0 then guarantor_id end',
      guarantor_name: 'case when kind = 0 then @model_name end',
      ...{ valid_until: 'on_day', made_at: moment(9), decided_at: moment(4), decision_due_on: before(4) },
    },
    { model_name: '基准担保' },
  )
  addLoans(file, loan, today)
}

function addLoans(file: SqliteFile, loan: Values, today: Day): void {
  addLike(
    file,
    'loans',
    'city',
    loan,
    {
      ...{ id: ids.loan, number: "'DKB' || i", application_id: ids.application, offer_id: ids.offer },
      ...{ need_id: ids.need, enterprise_id: ids.firm(), institution_id: 'bank_id', method: "'bullet'" },
      ...{ state: "case when late then 'overdue' else 'drawn' end", contract_number: "'B' || i" },
      ...{
        amount_fen: `first * ${unitFen}`,
        drawn_fen: `first * ${unitFen}`,
        balance_fen: `units * ${unitFen}`,
      },
      ...{ months: 'case when late then 12 else 60 end', signed_on: before(1), first_drawn_on: 'on_day' },
      ...{
        matures_on: 'matures_on',
        overdue_since: 'case when late then matures_on end',
        cleared_on: 'null',
      },
      ...{
        risk_class: classOf('late'),
        classed_on: `case when late then @today else date(on_day, '+1 day') end`,
      },
      ...{ report_due_on: 'on_day', first_loan: 'i = f', renewal_told_for: 'matures_on' },
    },
    { today },
  )
  addWays(file)
}

/** How loans went: what was drawn, what came back, and how they were classed. */
function addWays(file: SqliteFile): void {
  addLike(
    file,
    'drawdowns',
    'city',
    {},
    {
      ...{
        ...loanOwn,
        id: idOf('02', 'i'),
        amount_fen: `first * ${unitFen}`,
        drawn_on: 'on_day',
        reported_at: moment(0),
      },
    },
  )
  for (const [part, from, to, days] of [
    ['02', 'first', 'second', 20],
    ['03', 'second', 'units', 40],
  ] as const)
    addLike(
      file,
      'repayments',
      `city where ${to} < ${from}`,
      { interest_fen: 0 },
      {
        ...{ ...loanOwn, id: idOf(part, 'i'), paid_on: `date(on_day, '+${days} days')` },
        ...{ principal_fen: `(${from} - ${to}) * ${unitFen}`, reported_at: moment(-days) },
      },
    )
  for (const [part, source, late] of [
    ['02', 'city', '0'],
    ['03', 'city where late', 'late'],
  ] as const)
    addLike(
      file,
      'loan_classes',
      source,
      { reason: 'days', rule_version: 'five-class-1' },
      {
        ...{ id: idOf(part, 'i'), loan_id: ids.loan, overdue_days: late, at: moment(0) },
        ...{
          classed_on: late === '0' ? "date(on_day, '+1 day')" : "date(matures_on, '+' || late || ' days')",
        },
        ...{
          from_class: late === '0' ? 'null' : "'normal'",
          to_class: classOf(late),
          balance_fen: `units * ${unitFen}`,
        },
      },
    )
}

/** 五级分类 by days alone, as the policy of the reference data has them. */
const classOf = (days: string) =>
  `case when ${days} = 0 then 'normal' when ${days} <= 90 then 'special-mention' when ${days} <= 270 then 'substandard'
    when ${days} <= 360 then 'doubtful' else 'loss' end`
