import { laidList, laidPage } from '../documents/index.ts'
import { showBytes } from '../documents/size.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { ClaimPaperRow } from './rows-papers.ts'
import { type ClaimPaper, claimPapers, claimPaperWords } from './rule.ts'

const base = '/claim-papers'

type Listed = {
  readonly rows: readonly ClaimPaperRow[]
  readonly wanted: readonly ClaimPaper[]
  readonly opens: boolean
  readonly takesBack: boolean
}

/** The papers beside a claim. */
export const papersList = (w: Words, listed: Listed) =>
  laidList(w, {
    ...{ ...listed, title: w('claims.field.papers'), kinds: claimPapers, wordsOf: claimPaperWords },
    ...{ base, isOwn: false },
  })

/** The same for the print of a claim: with the first letters of the hash, which tell whether a file is the one. */
export const papersTable = (w: Words, rows: readonly ClaimPaperRow[]) =>
  rows.length
    ? {
        caption: w('claims.field.papers'),
        columns: [
          { label: w('claims.column.paper') },
          { label: w('claims.column.file') },
          { label: w('claims.column.added') },
          { label: w('documents.fact.hash'), kind: 'code' },
        ],
        rows: rows.map((one) => ({
          cells: [
            w(claimPaperWords(one.kind)),
            { words: one.name || w('documents.nameless'), note: showBytes(one.bytes) },
            { words: showInstant(one.addedAt), note: one.addedBy },
            one.hash.slice(0, 16),
          ],
        })),
      }
    : null

/** One of them, and the way back to its claim. */
export const paperPage = (
  w: Words,
  paper: ClaimPaperRow,
  back: { readonly href: string; readonly label: string },
) => laidPage(w, paper, w(claimPaperWords(paper.kind)), base, back, false)
