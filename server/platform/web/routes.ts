import type { Answer } from './answer.ts'
import type { UploadLimits } from './uploads.ts'

/**
 * Who may use a URL. It stands beside the URL and has no default, so that a route without a right does not
 * compile: `'public'` must be written out.
 */
export type Right<Role extends string, Scope extends string> =
  | 'public'
  | 'signed-in'
  | readonly Role[]
  /** A program of an institution, by a key with this scope. */
  | KeyRight<Scope>

type KeyRight<Scope extends string> = `key:${Scope}`

/** The scope that a route asks of a key; null for a route that is for people. */
export function scopeOf<Scope extends string>(right: Right<string, Scope> | undefined): Scope | null {
  return typeof right === 'string' && isKeyRight(right) ? (right.slice(4) as Scope) : null
}

const isKeyRight = <Scope extends string>(right: string): right is KeyRight<Scope> => right.startsWith('key:')

export type Route<Role extends string, Scope extends string, Visit> = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly right: Right<Role, Scope>
  readonly handle: (visit: Visit) => Promise<Answer> | Answer
  /** Requests a minute from one address, where strangers could try things out. */
  readonly perMinute?: number
  /** Asked by the page and not by the person: it keeps no session alive. */
  readonly quiet?: boolean
  /** What files its form may carry; without it none is read. */
  readonly uploads?: UploadLimits | ((visit: Visit) => UploadLimits)
}

/**
 * The verbs of a house whose people have these roles, and whose programs these scopes. A public route's visitor may be
 * nobody (`Anyone`); a program's route gets its key (`Keyed`), every other route's handler a person (`SignedIn`).
 */
export function verbs<
  Role extends string,
  Scope extends string,
  Anyone,
  SignedIn extends Anyone,
  Keyed extends Anyone,
>() {
  type AnyRoute = Route<Role, Scope, SignedIn & Keyed>
  type More = Pick<AnyRoute, 'perMinute' | 'quiet' | 'uploads'>
  const verb = (method: AnyRoute['method']) => {
    function route(
      url: string,
      right: 'public',
      handle: (visit: Anyone) => Promise<Answer> | Answer,
      more?: More,
    ): AnyRoute
    function route(
      url: string,
      right: 'signed-in' | readonly Role[],
      handle: (visit: SignedIn) => Promise<Answer> | Answer,
      more?: More,
    ): AnyRoute
    function route(
      url: string,
      right: KeyRight<Scope>,
      handle: (visit: Keyed) => Promise<Answer> | Answer,
      more?: More,
    ): AnyRoute
    function route(
      url: string,
      right: Right<Role, Scope>,
      handle: AnyRoute['handle'],
      more: More = {},
    ): AnyRoute {
      return { method, url, right, handle, ...more }
    }
    return route
  }
  return { get: verb('GET'), post: verb('POST'), routes: (...list: AnyRoute[]): readonly AnyRoute[] => list }
}
