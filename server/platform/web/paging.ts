type Sent = string | readonly string[] | undefined

/** A path of this site, for links back; anything else leads home, so no link leads a person elsewhere. */
export function localPath(sent: Sent): string {
  return typeof sent === 'string' && /^\/(?![/\\])[^\s\\]{0,1000}$/.test(sent) ? sent : '/'
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, and nobody searches for one
const controls = /[\u0000-\u001f\u007f]/g

/** One value of the query, trimmed and without control characters; a repeated key counts as not sent. */
export const one = (sent: Sent): string =>
  typeof sent === 'string' ? sent.replace(controls, ' ').trim() : ''

/** All values of a key. */
export const all = (sent: Sent): readonly string[] => (sent === undefined ? [] : [sent].flat())

export type Pager = {
  readonly previousHref: string | null
  readonly nextHref: string | null
  readonly from: number
  readonly to: number
  /** The first page, where the one that was asked for lies behind the last row: `parts/empty` says so then. */
  readonly firstHref?: string
}

/** Which rows a page shows; one row more is asked for, to know whether there is a next page without counting. */
export const perPage = 20
export const lastPage = 500

/** Some rows of a list by their place in it: those of a page, or as many at once as an export or a print asks for. */
export type Slice = { readonly limit: number; readonly offset: number }
type Listing = {
  readonly path: string
  readonly query: Readonly<Record<string, Sent>>
  readonly slice?: Slice
}

/** Which rows a list is asked for: those of the page in its address, unless somebody takes it away as a whole. */
export const sliceOf = ({ query, slice }: Pick<Listing, 'query' | 'slice'>): Slice =>
  slice ?? { limit: perPage, offset: (pageNumber(query.page) - 1) * perPage }

/** The rows to ask for: those of `sliceOf`, and one more to know whether there are further ones. */
export function oneMore(visit: Pick<Listing, 'query' | 'slice'>): Slice {
  const { limit, offset } = sliceOf(visit)
  return { limit: limit + 1, offset }
}

export function pageNumber(sent: Sent): number {
  const typed = Number(one(sent))
  return Number.isInteger(typed) && typed >= 1 && typed <= lastPage ? typed : 1
}

/** The address with some of its query changed; a null takes a key away. The page number goes with any other change. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, Sent>>,
  changes: Readonly<Record<string, string | null>>,
): string {
  const next = new URLSearchParams()
  const kept = 'page' in changes ? query : { ...query, page: undefined }
  for (const [key, sent] of Object.entries(kept)) {
    if (!(key in changes)) for (const value of all(sent)) if (value !== '') next.append(key, value)
  }
  for (const [key, value] of Object.entries(changes)) if (value !== null) next.append(key, value)
  const text = next.toString()
  return text ? `${path}?${text}` : path
}

/** Cuts the extra row off and says where the neighbours are; `key` where a page has two lists, and the first one stays where it is. */
export function paged<Row>(
  rows: readonly Row[],
  number: number,
  path: string,
  query: Readonly<Record<string, Sent>>,
  key = 'page',
): { readonly rows: readonly Row[]; readonly pager: Pager } {
  const shown = rows.slice(0, perPage)
  const href = (to: number) =>
    withQuery(path, query, { page: one(query.page) || null, [key]: to === 1 ? null : String(to) })
  return {
    rows: shown,
    pager: {
      previousHref: number > 1 ? href(number - 1) : null,
      nextHref: rows.length > perPage && number < lastPage ? href(number + 1) : null,
      from: shown.length ? (number - 1) * perPage + 1 : 0,
      to: (number - 1) * perPage + shown.length,
      ...(number > 1 && !shown.length ? { firstHref: href(1) } : {}),
    },
  }
}

/** The same of rows that were asked for by `oneMore`. */
export function listed<Row>(rows: readonly Row[], { path, query, slice }: Listing) {
  if (!slice) return paged(rows, pageNumber(query.page), path, query)
  const { limit, offset } = slice
  const shown = rows.slice(0, limit)
  const pager: Pager = {
    previousHref: null,
    nextHref: rows.length > limit ? withQuery(path, query, {}) : null,
    from: shown.length ? offset + 1 : 0,
    to: offset + shown.length,
  }
  return { rows: shown, pager }
}
