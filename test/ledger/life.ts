import { type BookId, credit, debit, type EntryDraft } from '../../server/ledger/entry.ts'
import type { Day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'

/** The entry that one life posts under a number: a key has one content, whoever sends it. */
export const draftOf = (book: BookId, key: string, on: Day): EntryDraft => {
  const number = Number(key.split('-')[1])
  return {
    ...{ key, kind: 'test.paid-back', subject: { kind: 'institution', id: 'life' }, on },
    lines: [
      debit(book, 'cash-free', fen(100 + number)),
      credit(book, 'funders-capital', fen(100)),
      credit(book, 'fee-income', fen(number)),
    ],
  }
}
