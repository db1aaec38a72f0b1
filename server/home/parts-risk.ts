import type { Reader } from '../../db/index.ts'
import type { Role } from '../accounts/index.ts'
import { bridgeStates, ownerOf } from '../bridges/bridge.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Entry, Pile } from './pages-risk.ts'
import * as rows from './rows-risk.ts'

/** Who shares risk or runs a pool: each finds his piles in the order in which they press, and where else his work lies. */
const works = {
  'guarantor-officer': {
    piles: ['asked', 'underwriting', 'letters', 'filings', 'claims-check', 'claims-pay'],
    entries: ['guarantees', 'exposure', 'claims'],
  },
  'guarantor-manager': {
    piles: ['underwriting', 'claims-decide', 'claims-pay', 'settlements', 'letters', 'filings'],
    entries: ['guarantees', 'exposure', 'claims'],
  },
  reguarantor: { piles: ['filings-sent', 'settlements'], entries: ['settlements', 'exposure', 'guarantees'] },
  treasury: { piles: ['settlements'], entries: ['settlements', 'exposure', 'guarantees'] },
  'pool-operator': {
    piles: ['bridges', 'covers', 'pool-claims'],
    entries: ['bridge-pools', 'compensation', 'covers', 'ledger'],
  },
  'pool-checker': {
    piles: ['bridges', 'pool-reviews'],
    entries: ['bridge-pools', 'compensation', 'covers', 'ledger'],
  },
  'pool-cashier': {
    piles: ['bridges', 'pool-payments'],
    entries: ['bridge-pools', 'compensation', 'covers', 'ledger'],
  },
} as const satisfies Partial<
  Record<Role, { readonly piles: readonly Pile['key'][]; readonly entries: readonly Entry[] }>
>
export type RiskRole = keyof typeof works
export const isRiskRole = (role: Role): role is RiskRole => role in works
export const entriesOf = (role: RiskRole): readonly Entry[] => works[role].entries

const hrefs: Readonly<Record<Pile['key'], string>> = {
  asked: '/guarantees?state=applied',
  underwriting: '/guarantees?state=underwriting',
  letters: '/guarantees?state=approved',
  filings: '/guarantees?filing=due',
  'filings-sent': '/guarantees?filing=sent',
  'claims-check': '/claims',
  'claims-decide': '/claims',
  'claims-pay': '/claims',
  settlements: '/settlements',
  bridges: '/bridges',
  covers: '/covers?standing=filed',
  'pool-claims': '/compensation/claims?state=filed',
  'pool-reviews': '/compensation/claims?state=checked',
  'pool-payments': '/compensation/claims?state=noticed',
}

/** The piles of a role at an institution, counted today. */
export const pilesOf = (from: Reader, role: RiskRole, own: InstitutionId, today: Day): Promise<Pile[]> =>
  Promise.all(
    works[role].piles.map(async (key) => ({
      ...(await waiting(from, role, key, own, today)),
      key,
      href: hrefs[key],
    })),
  )

function waiting(
  from: Reader,
  role: RiskRole,
  key: Pile['key'],
  own: InstitutionId,
  today: Day,
): Promise<rows.Waiting> {
  switch (key) {
    case 'asked':
      return rows.guaranteesWaiting(from, own, 'applied', today)
    case 'underwriting':
      return rows.guaranteesWaiting(from, own, 'underwriting', today)
    case 'letters':
      return rows.guaranteesWaiting(from, own, 'approved', today)
    case 'filings':
      return rows.filingsOwed(from, own, today)
    case 'filings-sent':
      return rows.filingsSent(from, own)
    case 'claims-check':
      return rows.claimsWaiting(from, own, 'filed', today)
    case 'claims-decide':
      return rows.claimsWaiting(from, own, 'checked', today)
    case 'claims-pay':
      return rows.claimsWaiting(from, own, 'approved', today)
    case 'settlements':
      return rows.settlementsOwed(from, own, today)
    case 'bridges':
      return rows.bridgesWaiting(
        from,
        own,
        bridgeStates.filter((state) => ownerOf[state] === role),
        today,
      )
    case 'covers':
      return rows.coversWaiting(from, own, today)
    case 'pool-claims':
      return rows.poolClaimsWaiting(from, own, 'filed', today)
    case 'pool-reviews':
      return rows.poolClaimsWaiting(from, own, 'checked', today)
    case 'pool-payments':
      return rows.poolClaimsWaiting(from, own, 'noticed', today)
  }
}
