/*
 * How much a firm could get by its tax credit. One computation (`check.ts` over `tax-credit/limit.ts`) makes the firm's
 * own check and its sheet, the bank's view in a case, and the bulk assessment; what was said is kept as it was.
 */
export {
  type CaseChecked,
  type CaseCompared,
  checkCase,
  checkTotalCap,
  compareCase,
  comparedWithoutDetails,
  type InCase,
  keepCaseCheck,
  madeOf,
} from './actions-case.ts'
export { factLines, rateShown, schemeShown } from './pages.ts'
export { amountWords } from './pages-raise.ts'
export { checkAllFirms, checkFirm } from './parts.ts'
export { taxCheckRoutes } from './routes.ts'
export { checksOfCase, type TaxCheck } from './rows.ts'
