import type { ProductState } from './product.ts'

/** What of a product's row tells where it and its newest version stand. */
export type Standing = {
  readonly state: ProductState
  readonly version: number
  readonly listedVersion: number | null
  readonly returnedFor: string | null
}

/** Where the newest version stands: with its writer, with the reviewer, back from the reviewer, or in force. */
export const versionStandings = ['draft', 'under-review', 'returned', 'listed'] as const
export type VersionStanding = (typeof versionStandings)[number]

/**
 * A product keeps its state while a newer version of it is reviewed: the listed version stays on the shelf, and
 * `version` runs ahead of `listedVersion`. What was listed once is edited by writing a version that goes to the
 * reviewer at once; only a product that was never listed has drafts.
 */
export function standingOf({ state, version, listedVersion, returnedFor }: Standing): VersionStanding {
  if (listedVersion === version) return 'listed'
  if (returnedFor !== null) return 'returned'
  return state === 'draft' || state === 'withdrawn' ? 'draft' : 'under-review'
}

/** Whether the reviewer has something to decide. */
export const awaitsReview = (product: Standing): boolean => standingOf(product) === 'under-review'

/** Whether the institution may send the newest version to the reviewer by hand. */
export const maySubmit = (product: Standing): boolean =>
  product.state !== 'withdrawn' && ['draft', 'returned'].includes(standingOf(product))

/** Whether there is a version that firms saw: its page can be read also after it left the shelf. */
export const wasListed = ({ listedVersion }: Standing): boolean => listedVersion !== null

/** Whether the institution may drop a newer version and leave things as they are on the shelf. */
export const mayTakeBack = (product: Standing): boolean =>
  wasListed(product) && product.state !== 'withdrawn' && standingOf(product) !== 'listed'
