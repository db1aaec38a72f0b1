import type { Person } from '../accounts/person.ts'
import { bankRoles, enterpriseRoles, type Role } from '../accounts/person.ts'
import { type BridgeState, bridgeMoves, isOut } from './bridge.ts'

/** Everything that somebody can do about an advance, by the name of its form and its address. */
export const doings = [
  'application',
  'completeness',
  'check',
  'word',
  'own-money',
  'approval',
  'third-approval',
  'payout',
  'settlement',
  'new-loan',
  'return',
  'fee',
  'court',
  'refusal',
  'withdrawal',
  'payout-reversal',
  'return-reversal',
] as const
export type Doing = (typeof doings)[number]

/** Who has the right to it. */
export const mayDo: Readonly<Record<Doing, readonly Role[]>> = {
  application: enterpriseRoles,
  completeness: ['pool-operator'],
  check: ['pool-operator'],
  // 行业主管部门: not the finance bureau, which approves large ones third.
  word: ['industry-officer'],
  'own-money': ['pool-operator'],
  approval: ['pool-checker'],
  'third-approval': ['bureau-head'],
  payout: ['pool-cashier'],
  settlement: bankRoles,
  'new-loan': bankRoles,
  return: ['pool-cashier'],
  fee: ['pool-cashier'],
  court: ['pool-operator'],
  refusal: ['pool-operator', 'pool-checker', 'bureau-head'],
  withdrawal: enterpriseRoles,
  'payout-reversal': ['pool-checker'],
  'return-reversal': ['pool-checker'],
}

export type Standing = {
  readonly state: BridgeState
  readonly operatorWord: string | null
  readonly bureauWord: string | null
  readonly repaidFen: number
  readonly courtOn: string | null
  readonly filedOn: string | null
  readonly newLoanOn: string | null
  readonly loanId: string | null
}

/** Who says no in which state: whoever has the step. What has its money set aside lapses, or is withdrawn. */
const refusing: Readonly<Partial<Record<Role, readonly BridgeState[]>>> = {
  'pool-operator': ['applied', 'own-money'],
  'pool-checker': ['approval', 'queued'],
  'bureau-head': ['third-approval'],
}

export const mayRefuse = (role: Role, state: BridgeState): boolean => refusing[role]?.includes(state) ?? false

/** What a person can do now about a case in a state, the most urgent first. */
export const doableBy = ({ role }: Pick<Person, 'role'>, of: Standing): readonly Doing[] => {
  const fits = fitting(of)
  return doings.filter(
    (one) => mayDo[one].includes(role) && (one === 'refusal' ? mayRefuse(role, of.state) : fits[one]),
  )
}

/** Whether a case stands so that a thing can be done about it, whoever asks: forms and what is done agree by this. */
export const isDoable = (doing: Doing, of: Standing): boolean => fitting(of)[doing]

function fitting(of: Standing): Readonly<Record<Doing, boolean>> {
  const { state } = of
  return {
    application: state === 'returned',
    completeness: state === 'applied',
    check: state === 'checking' && of.operatorWord === null,
    word: state === 'checking' && of.bureauWord === null,
    'own-money': state === 'own-money',
    approval: state === 'approval',
    'third-approval': state === 'third-approval',
    payout: state === 'reserved',
    settlement: state === 'paid',
    // Money that came back early ends no promise: the bank says so when it kept it, even after the end of the case.
    'new-loan':
      state === 'settled' ||
      ((state === 'repaid' || state === 'closed') && of.newLoanOn === null && of.loanId !== null),
    return: isOut(state),
    fee: state === 'repaid',
    court: isOut(state) && of.courtOn !== null && of.filedOn === null,
    refusal: Object.values(refusing).some((states) => states.includes(state)),
    withdrawal: bridgeMoves[state].includes('withdrawn'),
    'payout-reversal': state === 'paid' && of.repaidFen === 0,
    'return-reversal': of.repaidFen > 0 && (isOut(state) || state === 'repaid'),
  }
}

/** What the bank does with a letter. */
export const letterDoings = ['signature', 'declining', 'breaking'] as const
export type LetterDoing = (typeof letterDoings)[number]

export const letterDoable = (state: string, bridge: BridgeState): readonly LetterDoing[] => {
  if (state === 'asked') return ['signature', 'declining']
  const isOpen = bridgeMoves[bridge].length > 0 && bridge !== 'repaid' && bridge !== 'renewed'
  return (state === 'signed' || state === 'used') && isOpen ? ['breaking'] : []
}
