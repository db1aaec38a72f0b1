/**
 * Chance that can be repeated: from 0, included, to 1, excluded, the same for the same seed on every machine. Small Fast
 * Counter of Chris Doty-Humphrey, 32 bit; the first rounds mix the seed in. Not for secrets: those come from `ids.ts`.
 */
export function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 15; round += 1) next()
  return next
}
