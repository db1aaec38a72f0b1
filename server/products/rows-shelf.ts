import { createHash } from 'node:crypto'
import type { Reader } from '../../db/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { ProductTerms } from './product.ts'
import { type ProductId, shelfMark, shelfRows } from './rows.ts'

/** A product as it stands on the open shelf: in the version that firms see and apply under. */
export type ShelfProduct = {
  readonly id: ProductId
  readonly version: number
  readonly number: string
  readonly institutionId: InstitutionId
  readonly institutionName: string
  readonly institutionShortName: string
  readonly institutionPinyin: string
  /** Names of product and institution with their pinyin initials, lower case. */
  readonly search: string
  readonly terms: ProductTerms
}

type Kept = { readonly mark: string; readonly shelf: readonly ShelfProduct[] }

const kept = new WeakMap<Reader, Kept>()

/**
 * The open shelf, in the order of ids. It is kept in memory beside the handle that read it; each call asks by one
 * prepared query whether it is still the same, so that a change by another process is seen at once. As long as
 * nothing changed, the very same array comes back: what is derived from it may be remembered by it.
 */
export async function listedShelf(from: Reader): Promise<readonly ShelfProduct[]> {
  const mark = await shelfMark(from)
  const known = kept.get(from)
  if (known?.mark === mark) return known.shelf
  const shelf = await shelfRows(from)
  // Read again: what changed between the two questions must not pass for the newer mark.
  if ((await shelfMark(from)) === mark) kept.set(from, { mark, shelf })
  return shelf
}

const fingerprints = new WeakMap<readonly unknown[], string>()

/**
 * A mark of the shelf, 64 hexadecimal digits: which products in which versions. A match stored with one mark is
 * stale as soon as the shelf has another. The order of the products does not count.
 */
export function shelfFingerprint(shelf: readonly Pick<ShelfProduct, 'id' | 'version'>[]): string {
  const known = fingerprints.get(shelf)
  if (known) return known
  const lines = shelf.map(({ id, version }) => `${id} ${version}`).sort()
  const made = createHash('sha256')
    .update(['shelf-1', ...lines].join('\n'))
    .digest('hex')
  fingerprints.set(shelf, made)
  return made
}
