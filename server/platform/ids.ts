import { randomBytes, randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import { systemMilliseconds } from './clock.ts'

/** The identity of one kind of thing: a loan's id does not fit where a pool's belongs. */
export type Id<Kind extends string> = string & { readonly of: Kind }

/** Crockford's alphabet, lower case: no letter that can be read as a digit, and it sorts as its value. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** The moment of the next id, where a story plays in the past; null where ids are of their own time. */
let moment: (() => number) | null = null

/** 26 characters, sortable by time, opaque otherwise (UUID version 7 in base 32). */
export function newId<Kind extends string>(): Id<Kind> {
  return shortened(
    v7({ random: chance(), ...(moment ? { msecs: moment() } : nextInTime()) }, bytes),
  ) as Id<Kind>
}

const bytes = new Uint8Array(16)

/** Drawn from the system many at a time: one at a time is the larger part of making an id. */
const drawn = Buffer.alloc(16 * 256)
let taken = drawn.length
function chance(): Buffer {
  if (taken === drawn.length) {
    randomFillSync(drawn)
    taken = 0
  }
  taken += 16
  return drawn.subarray(taken - 16, taken)
}

/** The ids of one process are in order within a millisecond too: the sequence goes up by one. */
const time = { msecs: 0, seq: 0 }
function nextInTime(): typeof time {
  const now = systemMilliseconds()
  if (now > time.msecs) {
    time.msecs = now
    time.seq = chance().readUInt32BE() >>> 1
  } else time.seq += 1
  return time
}

/**
 * For stories that play in the past: as long as the work lasts, ids carry the time of the story's clock, so that
 * lists by id stay in the order of what happened. Two ids of one moment are a millisecond apart.
 */
export async function withIdsOf<T>(milliseconds: () => number, work: () => Promise<T>): Promise<T> {
  let last = 0
  moment = () => {
    last = Math.max(last + 1, milliseconds())
    return last
  }
  try {
    return await work()
  } finally {
    moment = null
  }
}

/** What may stand in a URL as an id: anything else is not found, without asking the database. */
export const isId = <Kind extends string>(text: string): text is Id<Kind> =>
  /^[0-9a-hjkmnp-tv-z]{26}$/.test(text)

/** A secret of 256 bits for cookies, links and keys; ids are never secrets. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Five bits a letter, the first of which has three: 128 bits are two short of 26 letters. */
function shortened(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 2]
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet.charAt((held >> (bits - 5)) & 31)
    held &= (1 << bits) - 1
  }
  return text
}
