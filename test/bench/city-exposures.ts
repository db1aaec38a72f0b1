import type { SqliteFile } from '../../db/sqlite-file.ts'
import type { By } from '../../server/accounts/index.ts'
import { addLike, idOf } from './bulk.ts'
import { district, ids, size, trade } from './city-cases.ts'
import { type Bearer, type Ground, unitFen } from './city-ground.ts'

/** The tables that are written here. */
export const exposureTables = ['exposures', 'exposure_parties', 'exposure_entries']

/** What every guarantee and cover counts as, entry by entry; no figure is written: those are counted from the entries. */
export function addExposures(file: SqliteFile, ground: Ground, by: By): number {
  const { members } = ground
  const quarter = "substr(on_day, 1, 4) || 'Q' || ((substr(on_day, 6, 2) + 2) / 3)"
  let added = 0
  for (const [kind, { code, bearers }] of ground.schemes.entries()) {
    const who = ({ role, poolId }: Bearer): string => {
      if (role === 'bank') return 'bank_id'
      if (role === 'guarantor') return 'guarantor_id'
      const [only] = members[role as keyof typeof members] ?? []
      return `'${poolId ?? (kind === 0 ? only : undefined) ?? role}'`
    }
    const of = (units: string, deposit: string) =>
      bearings(bearers, who, `(${units}) * ${unitFen}`, kind === 2 ? deposit : '0')
    const source = `city where kind = ${kind}`
    addLike(
      file,
      'exposures',
      source,
      { kind: kind === 0 ? 'guarantee' : 'cover', scheme: code },
      {
        ...{ id: ids.thing, loan_id: ids.loan, enterprise_id: ids.firm(), district, size, vintage: quarter },
        ...{ bank_id: 'bank_id', industry: `substr(${trade}, 1, 1)` },
        guarantor_id: kind === 0 ? 'guarantor_id' : 'null',
        balance_fen: `case when paid_on is null then units * ${unitFen} else 0 end`,
        loans: 'paid_on is null',
        bearings: `case when paid_on is null then ${of('units', 'deposit_fen')} else ${of('0', '0')} end`,
      },
    )
    for (const bearer of bearers)
      addLike(
        file,
        'exposure_parties',
        `${source} order by i`,
        {},
        { party: who(bearer), exposure_id: ids.thing },
      )
    const entry = (
      prefix: string,
      where: string,
      on: string,
      units: string,
      deposit: string,
      loans: number,
    ) =>
      addLike(
        file,
        'exposure_entries',
        `${source} and ${where}`,
        { loans, at: by.at },
        {
          ...{
            id: idOf(prefix, 'i'),
            exposure_id: ids.thing,
            recorded_on: on,
            balance_fen: `(${units}) * ${unitFen}`,
          },
          bearings: of(units, deposit),
        },
      )
    const begins = kind === 0 ? 'on_day' : "date(on_day, '+6 days')"
    added += entry('02', 'true', begins, 'first', 'deposit_fen', 1)
    added += entry('03', 'second < first', "date(on_day, '+20 days')", 'second - first', '0', 0)
    added += entry('04', 'units < second', "date(on_day, '+40 days')", 'units - second', '0', 0)
    added += entry('05', 'paid_on is not null', 'paid_on', '-units', '-deposit_fen', -1)
  }
  return added
}

/** Who bears what of a sum, as it is kept: the borrowers their deposit, and the rest by its parts. */
const bearings = (
  bearers: readonly Bearer[],
  who: (one: Bearer) => string,
  sum: string,
  deposit: string,
): string =>
  `'[' || ${bearers
    .map((one) => {
      const own = one.role === 'borrowers' ? deposit : `((${sum}) - ${deposit}) / 10000 * ${one.basisPoints}`
      return `'{"party":"' || ${who(one)} || '","role":"${one.role}","fen":' || (${own}) || '}'`
    })
    .join(` || ',' || `)} || ']'`
