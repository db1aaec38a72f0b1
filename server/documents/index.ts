export { bringPapers } from './actions.ts'
export { giveFromShelf, noteLook, takeBack } from './actions-case.ts'
export { enterFile, folderOf, type KeptFiles, keepFiles } from './actions-keeping.ts'
export { remindOfEndings, sweepFiles } from './actions-night.ts'
export {
  answerRequest,
  askForPapers,
  endRequestOf,
  resumeRequest,
  withdrawRequest,
} from './actions-requests.ts'
export { answerForm, paperWords, requestForm, shelfForm, uploadForm } from './forms.ts'
export { type FileFault, fileFault, paperName, preview, uploadPage, uploadShown } from './pages.ts'
export {
  type CaseForms,
  type CaseSeen,
  casePaperPage,
  casePapersPage,
  type Papers,
  paperStep,
  papersSection,
} from './pages-case.ts'
export { laidList, laidPage, laidUpload } from './pages-laid.ts'
export { itemsTyped, requestPage } from './pages-request.ts'
export { casePaperFor, noPapers, owedCount, ownCasePaper, ownPaper, papersOf } from './parts.ts'
export { papersEnding } from './parts-ending.ts'
export { markOf, sent, storedFile, withFiles, withOneFile } from './parts-sending.ts'
export { documentRoutes } from './routes.ts'
export { type CasePaper, casePapers, givable, paperById, shelf as firmPapers } from './rows.ts'
export { owedTimes, runningRequest } from './rows-requests.ts'
