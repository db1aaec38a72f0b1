import type { Reader } from '../../db/index.ts'
import { bureauRoles, isOneOf, type Person, poolRoles, type Role } from '../accounts/index.ts'
import { isId } from '../platform/ids.ts'
import { NotFound } from '../web.ts'
import * as rows from './rows.ts'
import type { Whose } from './rows-reading.ts'
import { accountById } from './rows-reading.ts'

/** Who watches over all books of a region, and over the chain that binds their entries. */
export const overseers: readonly Role[] = [...bureauRoles, 'auditor']

/** Who reads books: besides these, the people who run a pool read their own. */
export const readers: readonly Role[] = [...overseers, ...poolRoles]

/** Whose books a person may see; nobody's where neither an institution nor a region is his. */
export function whoseBooks(me: Person): Whose | null {
  if (isOneOf(me, overseers)) return me.region ? { region: me.region } : null
  return me.institutionId ? { institutionId: me.institutionId } : null
}

export const maySee = (me: Person, book: rows.BookRow): boolean => {
  const whose = whoseBooks(me)
  if (!whose) return false
  return 'region' in whose ? book.region.startsWith(whose.region) : book.institutionId === whose.institutionId
}

/** The book as far as the person may see it; a stranger learns nothing. */
export async function bookFor(from: Reader, me: Person, id: string): Promise<rows.BookRow> {
  const book = isId<'book'>(id) ? await rows.bookById(from, id) : null
  if (!book || !maySee(me, book)) throw new NotFound(`book ${id}`)
  return book
}

/** An account with its book, through the person. */
export async function accountFor(from: Reader, me: Person, id: string) {
  const account = isId<'account'>(id) ? await accountById(from, id) : null
  if (!account) throw new NotFound(`account ${id}`)
  return { account, book: await bookFor(from, me, account.bookId) }
}

/** An entry with those of its postings that the person may see; one that touches none of his books is not there. */
export async function entryFor(from: Reader, me: Person, id: string) {
  const entry = isId<'entry'>(id) ? await rows.entryById(from, id) : null
  if (!entry) throw new NotFound(`entry ${id}`)
  const postings = await rows.postingsOf(from, entry.seq)
  const books: rows.BookRow[] = []
  for (const bookId of new Set(postings.map((posting) => posting.bookId))) {
    const book = await rows.bookById(from, bookId)
    if (book && maySee(me, book)) books.push(book)
  }
  if (books.length === 0) throw new NotFound(`entry ${id}`)
  return { entry, postings, books }
}
