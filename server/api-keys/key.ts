import { createHash } from 'node:crypto'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

/** What a key may be used for; a bank gives each key as little as it needs. */
export const scopes = ['loans-read', 'drawdowns-write', 'repayments-write', 'tax-checks-read'] as const
export type Scope = (typeof scopes)[number]

/** How long a key may live, in days. */
export const keyLives = [30, 90, 365] as const

/** More keys at a time than this are a sign that none is ever taken back. */
export const mostKeys = 20

/** An institution's program, as a request knows it. */
export type ApiKey = {
  readonly id: Id<'api-key'>
  readonly name: string
  readonly institutionId: Id<'institution'>
  readonly institution: string
  readonly scopes: readonly Scope[]
}

/** All keys begin so, that they are found where they were left by accident. */
export const keyPrefix = 'rq_'

/** A key has 256 random bits, so that a plain hash cannot be turned back; only the hash is stored. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** The end of a key, by which people tell their keys apart. */
export const tailOf = (key: string): string => key.slice(-4)

/** Whether a text can be a key at all: anything else is refused without asking the database. */
export const looksLikeKey = (text: string): boolean => /^rq_[A-Za-z0-9_-]{43}$/.test(text)

type Life = { readonly endsOn: Day; readonly revokedAt: string | null }

/** The last day counts in full. */
export const isLive = ({ endsOn, revokedAt }: Life, today: Day): boolean =>
  revokedAt === null && today <= endsOn
