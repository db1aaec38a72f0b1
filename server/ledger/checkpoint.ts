import type { Instant } from '../platform/clock.ts'
import type { Seal } from './chain.ts'

/**
 * 校验点: so many entries there were, and this was the hash of the last. Kept outside the platform, one shows later that
 * none of them was cut off or exchanged, whatever has happened to the database and to its own checkpoints.
 */
export type Checkpoint = {
  readonly seq: number
  readonly hash: string
  readonly writtenAt: Instant
  readonly publicKey: string
  readonly signature: string
}

const mark = 'rongqiao-ledger-1'

const told = ({ seq, hash, writtenAt }: Pick<Checkpoint, 'seq' | 'hash' | 'writtenAt'>): string =>
  [mark, seq, hash, writtenAt].join(' ')

export function signed(seal: Seal, point: Pick<Checkpoint, 'seq' | 'hash' | 'writtenAt'>): Checkpoint {
  const { seq, hash, writtenAt } = point
  return { seq, hash, writtenAt, publicKey: seal.publicKey, signature: seal.sign(told(point)) }
}

/** Signed by the key of this installation, and for this count and hash. */
export const isGenuine = (seal: Seal, point: Checkpoint): boolean =>
  point.publicKey === seal.publicKey && seal.isSigned(told(point), point.signature)

/** One line that holds all of it, to be printed, mailed or written down. */
export const lineOf = (point: Checkpoint): string => [told(point), point.publicKey, point.signature].join(' ')

/** A line of that form, from a file or a letter; null for anything else. Whether it is genuine is another question. */
export function parseLine(text: string): Checkpoint | null {
  const [name, seq = '', hash, writtenAt, publicKey, signature, ...more] = text.trim().split(/\s+/)
  if (name !== mark || !/^[1-9]\d{0,15}$/.test(seq) || more.length) return null
  if (!hash || !writtenAt || !publicKey || !signature) return null
  return { seq: Number(seq), hash, writtenAt: writtenAt as Instant, publicKey, signature }
}
