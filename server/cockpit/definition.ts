/**
 * What every figure of the cockpit and of the bureau's pages is, in one place: its formula, the rows it comes from and the
 * policies that shape it. The words stand in `views/words/<language>/figures.json` under the figure's code.
 */
type Definition = {
  /** The panel on which it stands, or the page that has it. */
  readonly panel: Panel | FigurePage
  /** Raised when the formula changes; what was kept before was told by the one before. */
  readonly version: number
  /** The tables whose rows it is told from. */
  readonly tables: readonly string[]
  /** The policies that shape it, by their codes. */
  readonly policies: readonly string[]
  /** Whether it can be told of a day that is over from rows which bear their days. */
  readonly dated: boolean
  /** No night keeps it: it is told from the rows when it is asked for, or of now alone. */
  readonly unkept?: true
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

/** Pages of the bureau that have figures of their own, with where they stand. */
export const figurePages = {
  loans: '/bureau/loans',
  'tax-credit': '/bureau/tax-credit',
  ratings: '/bureau/ratings',
  'net-assets': '/bureau/net-assets',
  consents: '/bureau/consents',
} as const
export type FigurePage = keyof typeof figurePages
export const isFigurePage = (name: string): name is FigurePage => Object.hasOwn(figurePages, name)

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
/** Figures of a page that are of now, told from the rows whenever it is asked for. */
const ofPage = { version: 1, policies: [], dated: false, unkept: true } as const
/** The same, and of any past day as it was known then. */
const ofPageThen = { ...ofPage, dated: true } as const
const taxLent = ['loans', 'drawdowns', 'applications', 'products']

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
    ...{ policies: ['stop-line', 'arrangement'], dated: true, unkept: true },
  },
  'group-balance': {
    ...{ panel: 'exposure', version: 1, tables: ['guarantees', 'guarantee_shares', 'firm_relations'] },
    ...{ policies: ['guarantee-handling'], dated: true, unkept: true },
  },
  'headroom-passed': { panel: 'headroom', version: 1, tables: bounded, policies: bounding, dated: false },
  'headroom-near': { panel: 'headroom', version: 1, tables: bounded, policies: bounding, dated: false },
  posted: { panel: 'funnel', version: 1, tables: ['needs'], policies: [], dated: true },
  'drawn-share': { panel: 'funnel', version: 1, tables: asked, policies: [], dated: true },
  'step-days': { panel: 'funnel', version: 2, tables: asked, policies: [], dated: true },
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
    dated: true,
    unkept: true,
  },
  'pool-covered': { ...ofPageThen, panel: 'pools', tables: [...exposed, 'covers'] },
  'pool-capital': { ...ofPageThen, panel: 'pools', tables: ['ledger_entries', 'ledger_postings'] },
  'pool-claims': {
    ...{ ...ofPageThen, panel: 'pools', tables: ['compensation_claims', 'compensation_events', 'trail'] },
  },
  'pool-claim-rate': {
    ...{
      panel: 'pools',
      version: 1,
      tables: ['compensation_tallies'],
      policies: [],
      dated: true,
      unkept: true,
    },
  },
  'pool-bad': {
    ...{
      panel: 'pools',
      version: 1,
      tables: ['covers', 'loans'],
      policies: ['arrangement'],
      dated: false,
      unkept: true,
    },
  },
  'yuan-fit': {
    ...{
      panel: 'pools',
      version: 2,
      tables: ['needs', 'matches', 'products', 'ledger_accounts', 'covers', 'stops', 'guarantors', 'bridges'],
    },
    ...{ policies: ['arrangement', 'guarantor-limits', 'bridge-policy'], dated: false, unkept: true },
  },
  loans: { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'first-loans': {
    ...{ panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  },
  'unsecured-share': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'average-size': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  'average-cost': { panel: 'inclusion', version: 1, tables: lent, policies: [], dated: true },
  saving: { panel: 'inclusion', version: 1, tables: ['bridges'], policies: ['bridge-policy'], dated: true },
  'bank-times': { panel: 'banks', version: 2, tables: asked, policies: ['clocks'], dated: true },
  'step-times': {
    ...{ panel: 'banks', version: 2, tables: ['applications', 'offers', 'loans', 'renewals'] },
    ...{ policies: ['supervision', 'calendar'], dated: true, unkept: true },
  },
  declines: { panel: 'banks', version: 1, tables: ['applications'], policies: [], dated: true },
  'warnings-standing': {
    ...{ panel: 'watch', version: 1, tables: ['warnings'], policies: ['warning'], dated: false },
  },
  'warnings-precision': {
    ...{
      panel: 'watch',
      version: 1,
      tables: ['warnings'],
      policies: ['warning-rules'],
      dated: true,
      unkept: true,
    },
  },
  'assignments-counts': {
    ...{
      panel: 'watch',
      version: 1,
      tables: ['assignments', 'supervisions'],
      policies: [],
      dated: false,
      unkept: true,
    },
  },
  'in-hands': { panel: 'watch', version: 1, tables: ['assignments'], policies: [], dated: false },
  'stress-loss': { panel: 'stress', version: 2, tables: ['stress_runs'], policies: ['stress'], dated: true },
  'loans-out': { ...ofPage, panel: 'loans', tables: ['loans', 'enterprises'] },
  'loans-bad': { ...ofPage, panel: 'loans', tables: ['loans'], policies: ['five-class'] },
  'loans-first': { ...ofPage, panel: 'loans', tables: ['loans'] },
  'loans-renewed': { ...ofPage, panel: 'loans', tables: ['loans'] },
  'loans-late': { ...ofPage, panel: 'loans', tables: ['loans'] },
  'reports-owed': { ...ofPage, panel: 'loans', tables: ['loans'], policies: ['clocks'] },
  'reports-late': { ...ofPage, panel: 'loans', tables: ['drawdowns'], policies: ['clocks'] },
  'tax-institutions': {
    ...{ ...ofPage, panel: 'tax-credit', tables: ['institutions', 'products', 'product_versions', 'trail'] },
  },
  'tax-approvals': { ...ofPage, panel: 'tax-credit', tables: ['offers', 'applications', 'products'] },
  'tax-firms': { ...ofPage, panel: 'tax-credit', tables: taxLent },
  'tax-drawn': { ...ofPage, panel: 'tax-credit', tables: taxLent },
  'tax-bad': { ...ofPage, panel: 'tax-credit', tables: taxLent, policies: ['five-class'] },
  'tax-parts': {
    ...{ ...ofPage, panel: 'tax-credit', tables: ['tax_checks'], policies: ['tax-credit-stages'] },
  },
  'tax-published': {
    ...{ ...ofPage, panel: 'tax-credit', tables: [...taxLent, 'institutions'] },
    policies: ['tax-credit-published'],
  },
  'ratings-count': { ...ofPage, panel: 'ratings', tables: ['ratings'] },
  'ratings-average': { ...ofPage, panel: 'ratings', tables: ['ratings'] },
  'ratings-content': { ...ofPage, panel: 'ratings', tables: ['ratings'] },
  'ratings-unanswered': { ...ofPage, panel: 'ratings', tables: ['ratings'], policies: ['feedback'] },
  'net-assets': { ...ofPage, panel: 'net-assets', tables: ['guarantor_assets'] },
  'consents-counts': {
    ...ofPage,
    panel: 'consents',
    tables: ['consents', 'consent_looks', 'consent_requests'],
  },
} as const satisfies Readonly<Record<string, Definition>>

export type FigureCode = keyof typeof definitions

export const figureCodes = Object.keys(definitions) as readonly FigureCode[]
export const isFigureCode = (text: string): text is FigureCode => Object.hasOwn(definitions, text)

export const definitionOf = (code: FigureCode): Definition => definitions[code]
