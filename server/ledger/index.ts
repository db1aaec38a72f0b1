export { addAccounts, openBook, type Reversal, reverse } from './actions.ts'
export type { LedgerParts, Posted } from './actions-entry.ts'
export { post } from './actions-posting.ts'
export { fitsKey, proveLedger, type Verdict, verifyLedger, writeCheckpoint } from './actions-proof.ts'
export { balance, balanceKnown, balanceOn, statement, trialBalance } from './actions-reading.ts'
export {
  expireReservations,
  freeMoney,
  type Reserved,
  releaseExpired,
  reserve,
  type Use,
  useReservation,
  voidReservation,
} from './actions-reservations.ts'
export { type AccountCode, accountWords, type BookKind, bookKindWords } from './chart.ts'
export { type Checkpoint, parseLine } from './checkpoint.ts'
export {
  type BookId,
  credit,
  debit,
  type EntryDraft,
  type EntryId,
  type Line,
  type ReservationId,
} from './entry.ts'
export { entryWords } from './pages.ts'
export { faultWords } from './pages-proof.ts'
export { readers as ledgerReaders } from './parts.ts'
export { openSince } from './period.ts'
export { ledgerRoutes } from './routes.ts'
export { accountAt, type BookRow, bookByCode, type EntryRow, entriesAbout } from './rows.ts'
export { cameLate } from './rows-late.ts'
export { type ReservationRow, reservationsAbout } from './rows-reservations.ts'
