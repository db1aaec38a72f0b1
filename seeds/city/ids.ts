import type { Instant } from '../../server/platform/clock.ts'
import { millisecondsOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Random } from './random.ts'

/** Makes the id that a thing would have had, had it been made at that moment. */
export type Naming = <Kind extends string>(at: Instant) => Id<Kind>

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Ids of things that lie in the past, in the form of `newId`: lists that go by id then stand in the order of time.
 * The first ten letters carry the 48 bits of the moment, the rest is chance around the marks of UUID version 7.
 */
export function namingBy(random: Random): Naming {
  const letter = () => alphabet.charAt(random.whole(0, 31))
  return <Kind extends string>(at: Instant) => {
    let head = ''
    for (let left = millisecondsOf(at), count = 0; count < 10; count += 1) {
      head = alphabet.charAt(left % 32) + head
      left = Math.floor(left / 32)
    }
    const version = alphabet.charAt(random.whole(14, 15))
    // One bit of chance, the variant 10, two bits of chance.
    const variant = alphabet.charAt(16 * random.whole(0, 1) + 8 + random.whole(0, 3))
    let tail = letter() + letter() + variant
    while (tail.length < 15) tail += letter()
    return (head + version + tail) as Id<Kind>
  }
}
