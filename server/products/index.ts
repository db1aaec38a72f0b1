export { columnsOf } from './columns.ts'
export type { ProductId } from './rows.ts'
export { markShelf, nextProductNumber, productsToReview, termsOf } from './rows.ts'
export { listedShelf, type ShelfProduct, shelfFingerprint } from './rows-shelf.ts'
