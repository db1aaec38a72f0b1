import type { Answer } from './answer.ts'
import type { UploadLimits } from './uploads.ts'

/**
 * Who may use a URL. It stands beside the URL and has no default, so that a route without a right does not
 * compile: `'public'` must be written out.
 */
export type Right<Role extends string> = 'public' | 'signed-in' | readonly Role[]

export type Route<Role extends string, Visit> = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly right: Right<Role>
  readonly handle: (visit: Visit) => Promise<Answer> | Answer
  /** Requests a minute from one address, where strangers could try things out. */
  readonly perMinute?: number
  /** What files its form may carry; without it none is read. */
  readonly uploads?: UploadLimits | ((visit: Visit) => UploadLimits)
}

/**
 * The verbs of a house whose people have these roles. A public route's visitor may be nobody (`Anyone`); every
 * other route's handler gets a person (`SignedIn`).
 */
export function verbs<Role extends string, Anyone, SignedIn extends Anyone>() {
  type AnyRoute = Route<Role, SignedIn>
  type More = Pick<AnyRoute, 'perMinute' | 'uploads'>
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
    function route(url: string, right: Right<Role>, handle: AnyRoute['handle'], more: More = {}): AnyRoute {
      return { method, url, right, handle, ...more }
    }
    return route
  }
  return { get: verb('GET'), post: verb('POST'), routes: (...list: AnyRoute[]): readonly AnyRoute[] => list }
}
