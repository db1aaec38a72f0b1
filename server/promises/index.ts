/*
 * 续贷承诺函: the bank's word that it will lend again, as a thing of its own. The room knows no pages: a letter is seen and
 * signed where its advance is, in `bridges`.
 */
export { askPromise, type LetterFile, signPromise, stepPromise } from './actions.ts'
export {
  type ListedPromise,
  listedPromise,
  type PromiseRow,
  promiseById,
  promiseOf,
  promisesAsked,
  promisesPast,
  promisesToKeep,
} from './rows.ts'
