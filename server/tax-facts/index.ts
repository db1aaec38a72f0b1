/*
 * What the tax bureau says of a firm. `taxFactsOf` gives what the limit rule takes of it on a day, with whose word each
 * fact is; `taxFactsOfAll` the same for every firm at once; `creditFactsOf` all
 * that the schemes ask of a firm. After an objection that was upheld,
 * `correct` writes what was found.
 */
export { bookImport, reverseImport } from './actions.ts'
export { correct, heldText } from './actions-correcting.ts'
export { standingGradeOf as keepStandingGrades } from './actions-grades.ts'
export { checkFile as checkTaxFile } from './actions-reading.ts'
export { paidFacts, standingFacts, yearsShown } from './pages.ts'
export { taxFactsOf, taxFactsOfAll, taxFactsOfFirm } from './parts.ts'
export { creditFactsOf, type KnownFirm } from './parts-credit.ts'
export { taxFactRoutes } from './routes.ts'
export { taxImportRoutes } from './routes-imports.ts'
export { outstandingOfAll, signedBeside } from './rows-loans.ts'
export type { KnownTax, Origin, TaxFacts } from './standing.ts'
