/** The height of the bell at x. */
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/**
 * The part of a standard normal below x, to 1e-14: by its series near the middle and by its continued fraction in the
 * tails (Abramowitz and Stegun 26.2.11 and 26.2.14).
 */
export function normalBelow(x: number): number {
  if (x < 0) return 1 - normalBelow(-x)
  if (x > 38) return 1
  if (x < 3.5) {
    let [term, sum] = [x, x]
    for (let k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
      term *= (x * x) / k
      sum += term
    }
    return 0.5 + density(x) * sum
  }
  let fraction = x
  for (let k = 60; k >= 1; k -= 1) fraction = x + k / fraction
  return 1 - density(x) / fraction
}

/**
 * Where a standard normal has so much below it, between 0 and 1, both excluded. A first guess by Abramowitz and Stegun
 * 26.2.23, bettered by Newton's way until nothing changes.
 */
export function normalAt(below: number): number {
  if (below > 0.5) return -normalAt(1 - below)
  const t = Math.sqrt(-2 * Math.log(below))
  const top = 2.515517 + t * (0.802853 + t * 0.010328)
  const bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  let x = -(t - top / bottom)
  for (let step = 0; step < 4; step += 1) x -= (normalBelow(x) - below) / density(x)
  return x
}
