/**
 * What every figure of the cockpit is, in one place: its formula, the rows it comes from and the policies that shape it. The
 * words stand in `views/words/<language>/figures.json` under the figure's code.
 */
type Definition = {
  /** The panel on which it stands. */
  readonly panel: Panel
  /** Raised when the formula changes; what was kept before was told by the one before. */
  readonly version: number
  /** The tables whose rows it is told from. */
  readonly tables: readonly string[]
  /** The policies that shape it, by their codes. */
  readonly policies: readonly string[]
  /** Whether it can be told of a day that is over from rows which bear their days. */
  readonly dated: boolean
}

export const panels = [
  'exposure',
  'headroom',
  'watch',
  'funnel',
  'unlock',
  'pools',
  'inclusion',
  'banks',
  'stress',
] as const
export type Panel = (typeof panels)[number]

const asked = ['needs', 'applications', 'offers', 'loans']
const lent = ['loans', 'offers', 'needs']

const bounded = [
  'guarantee_customers',
  'guarantors',
  'guarantor_customers',
  'covers',
  'bridges',
  'batch_agreements',
]
const bounding = ['arrangement', 'guarantor-limits', 'guarantee-handling', 'stop-line', 'bridge-policy']
const exposed = ['exposure_figures', 'exposure_days']

export const definitions = {
  'exposure-balance': { panel: 'exposure', version: 1, tables: exposed, policies: [], dated: true },
  'exposure-public': {
    panel: 'exposure',
    version: 1,
    tables: exposed,
    policies: ['arrangement'],
    dated: true,
  },
  'exposure-top': { panel: 'exposure', version: 1, tables: ['exposure_firms'], policies: [], dated: true },
  'exposure-index': {
    panel: 'exposure',
    version: 1,
    tables: ['exposure_squares'],
    policies: [],
    dated: true,
  },
  'stop-rate': {
    ...{ panel: 'exposure', version: 1, tables: ['shared_events', 'guarantee_changes', 'stops'] },
    ...{ policies: ['stop-line', 'arrangement'], dated: true },
  },
  'group-balance': {
    ...{ panel: 'exposure', version: 1, tables: ['guarantees', 'guarantee_shares', 'firm_relations'] },
    ...{ policies: ['guarantee-handling'], dated: true },
  },
  'headroom-passed': { panel: 'headroom', version: 1, tables: bounded, policies: bounding, dated: false },
  'headroom-near': { panel: 'headroom', version: 1, tables: bounded, policies: bounding, dated: false },
  posted: { panel: 'funnel', version: 1, tables: ['needs'], policies: [], dated: true },
  'drawn-share': { panel: 'funnel', version: 1, tables: asked, policies: [], dated: true },
  'step-days': { panel: 'funnel', version: 1, tables: asked, policies: [], dated: true },
  'overdue-steps': {
    ...{ panel: 'funnel', version: 2, policies: ['clocks', 'supervision'], dated: false },
    tables: ['overdues', 'applications', 'loans', 'renewals'],
  },
  unlock: {
    panel: 'unlock',
    version: 1,
    tables: ['need_blocks', 'needs'],
    policies: ['match-rule'],
    dated: false,
  },
  'pools-free': { panel: 'pools', version: 1, tables: ['ledger_accounts'], policies: [], dated: false },
  'pools-reserved': { panel: 'pools', version: 1, tables: ['ledger_accounts'], policies: [], dated: false },
  'pools-out': { panel: 'pools', version: 1, tables: ['ledger_accounts'], policies: [], dated: false },
  'pools-ahead': {
    ...{ panel: 'pools', version: 2, tables: ['bridges', 'bridge_fundings', 'compensation_claims'] },
    ...{ policies: ['arrangement'], dated: false },
  },
  'pool-leverage': {
    ...{ panel: 'pools', version: 2, tables: ['covers', 'loans', 'ledger_accounts'], policies: [] },
    dated: false,
  },
  'pool-claim-rate': {
    ...{ panel: 'pools', version: 1, tables: ['compensation_tallies'], policies: [], dated: false },
  },
  'pool-bad': {
    ...{ panel: 'pools', version: 1, tables: ['covers', 'loans'], policies: ['arrangement'], dated: false },
  },
  'yuan-fit': {
    ...{
      panel: 'pools',
      version: 2,
      tables: ['needs', 'matches', 'products', 'ledger_accounts', 'covers', 'stops', 'guarantors', 'bridges'],
    },
    ...{ policies: ['arrangement', 'guarantor-limits', 'bridge-policy'], dated: false },
  },
  loans: { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'first-loans': {
    ...{ panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  },
  'unsecured-share': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'average-size': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'average-cost': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  saving: { panel: 'inclusion', version: 1, tables: ['bridges'], policies: ['bridge-policy'], dated: true },
  'bank-times': { panel: 'banks', version: 1, tables: asked, policies: ['clocks'], dated: true },
  'step-times': {
    ...{ panel: 'banks', version: 1, tables: ['applications', 'loans', 'renewals'] },
    ...{ policies: ['supervision', 'calendar'], dated: false },
  },
  declines: { panel: 'banks', version: 1, tables: ['applications'], policies: [], dated: true },
  'warnings-standing': {
    ...{ panel: 'watch', version: 1, tables: ['warnings'], policies: ['warning'], dated: false },
  },
  'warnings-precision': {
    ...{ panel: 'watch', version: 1, tables: ['warnings'], policies: ['warning-rules'], dated: false },
  },
  'assignments-counts': {
    ...{ panel: 'watch', version: 1, tables: ['assignments', 'supervisions'], policies: [], dated: false },
  },
  'in-hands': { panel: 'watch', version: 1, tables: ['assignments'], policies: [], dated: false },
  'stress-loss': { panel: 'stress', version: 2, tables: ['stress_runs'], policies: ['stress'], dated: true },
} as const satisfies Readonly<Record<string, Definition>>

export type FigureCode = keyof typeof definitions

export const figureCodes = Object.keys(definitions) as readonly FigureCode[]
export const isFigureCode = (text: string): text is FigureCode => Object.hasOwn(definitions, text)

export const definitionOf = (code: FigureCode): Definition => definitions[code]
