export type { ProductId } from './rows.ts'
export { markShelf, termsOf } from './rows.ts'
export { listedShelf, type ShelfProduct, shelfFingerprint } from './shelf.ts'
