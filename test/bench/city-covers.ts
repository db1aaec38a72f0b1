import type { SqliteFile } from '../../db/sqlite-file.ts'
import type { By } from '../../server/accounts/index.ts'
import { present } from '../../server/platform/assert.ts'
import { addLike, idOf, modelFrom } from './bulk.ts'
import { district, ids, size, trade } from './city-cases.ts'
import { type Ground, type Scheme, unitFen } from './city-ground.ts'

/** The tables that are written here. */
export const coverTables = [
  ...['guarantees', 'guarantee_shares', 'guarantee_changes', 'guarantee_customers', 'guarantor_customers'],
  ...['covers', 'cover_charges', 'compensation_claims', 'compensation_events', 'compensation_parts'],
]

/** Letters in force with their shares and changes, and what firms have with them. */
export function addGuarantees(file: SqliteFile, ground: Ground, by: By): void {
  const scheme = present(ground.schemes[0], 'the scheme of guarantees')
  const own = present(
    scheme.bearers.find(({ role }) => role === 'guarantor'),
    'a guarantor',
  ).basisPoints
  const model = modelFrom(file, `select * from guarantees where id = '${ground.letterId}'`)
  addLike(file, 'guarantees', 'city where kind = 0', model, {
    ...{ id: ids.thing, number: "'BZB' || i", letter_number: "'BHB' || i", application_id: ids.application },
    ...{ offer_id: ids.offer, loan_id: ids.loan, enterprise_id: ids.firm(), bank_id: 'bank_id' },
    ...{ guarantor_id: 'guarantor_id', state: "'in-force'", amount_fen: `first * ${unitFen}` },
    ...{ months: 'case when late then 12 else 60 end', balance_fen: `units * ${unitFen}`, open_claims: '0' },
    ...{ own_fen: `units * ${(unitFen / 10_000) * own}`, district, industry: trade, size, claimed_fen: '0' },
    ...{ signed_on: "date(on_day, '-1 day')", filed_on: "date(on_day, '+9 days')", in_force_on: 'on_day' },
    ...{ filing_due_on: "date(on_day, '+20 days')", filing_sent_on: "date(on_day, '+5 days')" },
    ...{ matures_on: 'matures_on', cover_until: "date(matures_on, '+36 months')", officer_id: 'null' },
  })
  addShares(file, ground, scheme)
  addLike(
    file,
    'guarantee_changes',
    "happened where kind like 'guarantees.%'",
    { open_fen: 0, at: by.at },
    {
      ...{ id: idOf('02', 'seq'), guarantee_id: ids.thing, happened_on: 'on_day', kind: 'substr(kind, 12)' },
      ...{ delta_fen: "case kind when 'guarantees.in-force' then fen else -fen end", entry_seq: 'seq' },
      balance_fen: 'after_fen',
    },
  )
  const standing = `select f, guarantor_id, sum(units) units from city where kind = 0 group by f, guarantor_id order by f`
  addLike(
    file,
    'guarantee_customers',
    `(${standing})`,
    { pending_fen: 0, promised_fen: 0 },
    {
      ...{ enterprise_id: ids.firm(), balance_fen: `units * ${unitFen}` },
    },
  )
  const nothing = { kind: 'small', promised_fen: 0, promised_own_fen: 0, liability_fen: 0, committed_fen: 0 }
  addLike(file, 'guarantor_customers', `(${standing})`, nothing, {
    ...{ guarantor_id: 'guarantor_id', enterprise_id: ids.firm(), balance_fen: `units * ${unitFen}` },
    own_fen: `units * ${(unitFen / 10_000) * own}`,
  })
  // Whose weights are of no version: the room counts these guarantors anew.
  file.exec(`update guarantors set weights_version = '', guarantees = guarantees + (select count(*) from city
    where kind = 0 and city.guarantor_id = guarantors.guarantor_id)`)
}

function addShares(file: SqliteFile, { members, places }: Ground, { bearers }: Scheme): void {
  file.exec(
    'create temp table sharers (role text, which integer, basis_points integer, institution_id text, book_id text, primary key (role, which))',
  )
  const add = file.prepare(`insert into sharers select ?, ?, ?, ?, book_id from ledger_accounts where id = ?`)
  for (const { role, basisPoints } of bearers)
    for (const [which, institution] of Object.entries(members[role as keyof typeof members])) {
      const place = places.find((one) => one.role === role && one.which === Number(which))
      add.run(role, Number(which), basisPoints, institution, present(place, 'an account of a party').id)
    }
  const source = `city cross join (select distinct role party from sharers order by role) cross join sharers
    where kind = 0 and role = party and which = case party when 'bank' then bank when 'guarantor' then guarantor else 0 end`
  addLike(
    file,
    'guarantee_shares',
    source,
    {},
    {
      ...{ guarantee_id: ids.thing, party: 'role', institution_id: 'institution_id', book_id: 'book_id' },
      share_fen: `first * ${unitFen / 10_000} * basis_points`,
      contingent_fen: `units * ${unitFen / 10_000} * basis_points`,
    },
  )
}

/** Covers of pools that were confirmed, the deposits of their borrowers, and what the pools paid for a few. */
export function addCovers(file: SqliteFile, ground: Ground): void {
  const { schemes } = ground
  const model = modelFrom(
    file,
    "select * from covers where state = 'in-cover' and compensated_on is null limit 1",
  )
  for (const [kind, { code, version, variant, terms }] of schemes.entries()) {
    if (kind === 0) continue
    const text = { arrangement: code, arrangement_version: version, variant, terms }
    addLike(
      file,
      'covers',
      `city where kind = ${kind}`,
      { ...model, ...text },
      {
        ...{ id: ids.thing, number: "'BAB' || i", loan_id: ids.loan, stands_for: ids.loan },
        ...{ enterprise_id: ids.firm(), institution_id: 'bank_id', filed_fen: `first * ${unitFen}` },
        ...{ filed_on: "date(on_day, '+4 days')", filed_at: "date(on_day, '+4 days') || 'T02:00:00.000Z'" },
        ...{ decided_at: "date(on_day, '+6 days') || 'T02:00:00.000Z'", compensated_on: 'paid_on' },
      },
    )
  }
  const charge = modelFrom(file, "select * from cover_charges where state = 'paid' limit 1")
  addLike(file, 'cover_charges', 'city where kind = 2', charge, {
    ...{ cover_id: ids.thing, base_fen: `first * ${unitFen}`, amount_fen: 'deposit_fen' },
    ...{ months: 'case when late then 12 else 60 end', paid_on: "date(on_day, '+5 days')" },
    ...{ paid_at: "date(on_day, '+5 days') || 'T02:00:00.000Z'", reference: "'ZBB' || i" },
  })
  addClaims(file, ground)
}

function addClaims(file: SqliteFile, ground: Ground): void {
  const model = modelFrom(file, "select * from compensation_claims where state = 'paid' limit 1")
  const code = `case kind ${ground.schemes.map((one, kind) => `when ${kind} then '${one.code}'`).join(' ')} end`
  const back = (days: number) => `date(paid_on, '-${days} days')`
  const moment = (days: number) => `${back(days)} || 'T02:00:00.000Z'`
  addLike(file, 'compensation_claims', 'city where paid_on is not null', model, {
    ...{ id: ids.claim, number: "'BCB' || i", cover_id: ids.thing, loan_id: ids.loan, arrangement: code },
    ...{ enterprise_id: ids.firm(), institution_id: 'bank_id', principal_fen: `units * ${unitFen}` },
    ...{ interest_fen: '0', claimed_fen: `units * ${unitFen}`, drafted_at: moment(20), filed_on: back(18) },
    ...{ filed_at: moment(18), checked_at: moment(12), decided_at: moment(10), notice_from: back(10) },
    ...{ notice_until: back(3), paid_on: 'paid_on', paid_at: moment(0), reference: "'ZFB' || i" },
    pool_free: `json_object(case kind when 1 then 'pool' else 'fund' end, units * ${unitFen})`,
  })
  const nothing = { position: 1, kind: 'claim', recovered_fen: 0, cost_fen: 0 }
  addLike(file, 'compensation_events', 'city where paid_on is not null', nothing, {
    ...{ id: ids.claim, claim_id: ids.claim, subject_id: ids.claim, happened_on: 'paid_on' },
    ...{ loss_fen: `units * ${unitFen}`, at: moment(0) },
  })
  for (const [kind, { bearers }] of ground.schemes.entries())
    for (const { role, basisPoints } of bearers)
      addLike(
        file,
        'compensation_parts',
        `city where paid_on is not null and kind = ${kind}`,
        { party: role },
        {
          ...{ event_id: ids.claim, returned_fen: '0' },
          ...{ cash_fen: `units * ${(unitFen / 10_000) * basisPoints}` },
          ...{ borne_fen: `units * ${(unitFen / 10_000) * basisPoints}` },
        },
      )
}
