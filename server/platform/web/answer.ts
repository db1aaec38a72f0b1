import type { Readable } from 'node:stream'
import type { Refusal } from '../outcome.ts'
import type { Opens } from './events.ts'

/** What a route answers, as a value: the pipeline turns it into headers and bytes, tests read it as it is. */
export type Answer =
  | {
      readonly kind: 'page'
      readonly view: string
      /** Rendered alone for an htmx request that asks for a part of the page. */
      readonly fragment?: string
      readonly data: PageData
      readonly status: number
      readonly layout: 'page' | 'print' | 'screen'
    }
  | { readonly kind: 'go'; readonly to: string; readonly flash?: Flash }
  | {
      readonly kind: 'json'
      readonly body: unknown
      readonly status: number
      readonly type: string
      readonly headers: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'file'
      readonly body: string | Buffer
      readonly type: string
      readonly name?: string
    }
  | {
      readonly kind: 'stream'
      readonly body: Readable
      readonly type: string
      readonly name: string
      /** In bytes, where it is known before the last of them. */
      readonly length?: number
      /** Shown in the browser, also within a page of ours; else it is a download. */
      readonly inline: boolean
    }
  | { readonly kind: 'events'; readonly opens: Opens }

/** Every page has a title, already in words. */
export type PageData = { readonly title: string } & Record<string, unknown>
export type Flash = { readonly tone: 'good' | 'info' | 'warn' | 'bad'; readonly key: string }

/** A whole page. */
export const page = (view: string, data: PageData, status = 200): Answer => ({
  kind: 'page',
  view,
  data,
  status,
  layout: 'page',
})

/** A page made for paper. */
export const printed = (view: string, data: PageData, status = 200): Answer => ({
  kind: 'page',
  view,
  data,
  status,
  layout: 'print',
})

/** A page that fills a display in a hall. */
export const screen = (view: string, data: PageData): Answer => ({
  kind: 'page',
  view,
  data,
  status: 200,
  layout: 'screen',
})

/** A page whose changing part is a fragment with its own id: htmx gets the part, everybody else the page. */
export const answer = (view: string, fragment: string, data: PageData): Answer => ({
  kind: 'page',
  view,
  fragment,
  data,
  status: 200,
  layout: 'page',
})

/** The form again, with what was typed and what to do about it. */
export const formAgain = (view: string, data: PageData, status = 422): Answer => page(view, data, status)

/** On to another page, after something was done; `flash` is the key of the words shown there once. */
export const go = (to: string, flash?: Flash | string): Answer => ({
  kind: 'go',
  to,
  ...(flash ? { flash: typeof flash === 'string' ? { tone: 'good', key: flash } : flash } : {}),
})

export const json = (
  body: unknown,
  status = 200,
  type: 'application/json' | 'application/problem+json' = 'application/json',
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ kind: 'json', body, status, type: `${type}; charset=utf-8`, headers })

export const file = (body: string | Buffer, type: string, name?: string): Answer => ({
  kind: 'file',
  body,
  type,
  ...(name ? { name } : {}),
})

/** There is no such thing, or none that this person may know of. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
}

/** The person may know of it, but not do this. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
}

/**
 * A refusal that no form can show (a stale button, a second click): a page says why and leads back. Routes throw
 * it, actions never do.
 */
export class Refusing extends Error {
  override readonly name = 'Refusing'
  readonly refusal: Refusal
  readonly back: string
  constructor(refusal: Refusal, back = '/') {
    super(refusal.code)
    this.refusal = refusal
    this.back = back
  }
}

/** The world moved on between the page and the click: 409, never the same form once more. */
const conflicts = [
  'already-submitted',
  'stale',
  'sheet-changed',
  'policy-stale',
  'proposal-decided',
  'entry-key-reused',
  'already-reversed',
]

export const isConflict = (refusal: Refusal): boolean => conflicts.includes(refusal.code)

/** The form again for what can be mended in it; a conflict gets its own page. */
export function mend(refusal: Refusal, back: string, again: () => Answer): Answer {
  if (isConflict(refusal)) throw new Refusing(refusal, back)
  return again()
}

/** Bytes that are sent as they come, and never held as a whole. */
export const stream = (sent: Omit<Extract<Answer, { kind: 'stream' }>, 'kind'>): Answer => ({
  kind: 'stream',
  ...sent,
})

/** A line that stays open, on which the page hears of news. */
export const events = (opens: Opens): Answer => ({ kind: 'events', opens })
