import type { By } from './accounts/by.ts'
import type { Person, Role } from './accounts/person.ts'
import type { ApiKey, Scope } from './api-keys/key.ts'
import type { Day } from './money/day.ts'
import type { Parts } from './parts.ts'
import type { Slice } from './platform/web/paging.ts'
import { type Route as AnyRoute, verbs } from './platform/web/routes.ts'
import type { Uploads } from './platform/web/uploads.ts'
import type { Language, Words } from './platform/web/words.ts'

/** One request, as a route's handler sees it: no framework, only what it is about. */
export type Anyone = {
  readonly parts: Parts
  readonly me: Person | null
  /** Words in the reader's language. */
  readonly w: Words
  readonly by: By
  readonly today: Day
  readonly path: string
  /** The address with its query, for links that come back to it. */
  readonly url: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** Rows of a list that somebody takes away or prints as a whole; never from a request. */
  readonly slice?: Slice
  readonly body: unknown
  /** The files of a form whose route takes some; they are gone when the request is answered. */
  readonly uploads: Uploads
  readonly agent: string
  /** Hash of the session cookie; null when signed out. */
  readonly session: string | null
  /** Notices that the person has not read; none for a visitor. */
  readonly unread: number
  /** Who gave a right password but still owes the second factor. */
  readonly pending: Person | null
  /** Sets or clears the session cookie on the answer. */
  readonly keepLanguage: (language: Language) => void
  readonly keepSession: (secret: string | null, until?: Date) => void
}

/** A request of somebody who signed in and has the route's right. */
export type SignedIn = Anyone & { readonly me: Person }

/** A request of a program, by a key of its institution that has the route's scope. */
export type Keyed = Anyone & {
  readonly program: {
    readonly key: ApiKey
    /** As the program names its write; null where it gave no name that can be kept. */
    readonly idempotencyKey: string | null
  }
}

export type Route = AnyRoute<Role, Scope, SignedIn & Keyed>

/** How rooms write their tables of URLs, each with its right beside it. */
export const { get, post, routes } = verbs<Role, Scope, Anyone, SignedIn, Keyed>()

export {
  type Answer,
  answer,
  events,
  Forbidden,
  file,
  formAgain,
  go,
  json,
  mend,
  NotFound,
  page,
  printed,
  Refusing,
  screen,
  stream,
} from './platform/web/answer.ts'
