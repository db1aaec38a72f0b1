/* What can be worked out of a published table, by trying and by linear algebra; knows nothing of how cells were hidden. */

type Table = {
  readonly values: readonly number[]
  readonly hidden: readonly number[]
  /** Of what each row is a part, where that is shown. */
  readonly room: readonly number[] | null
}

/**
 * Every whole number that each hidden row may be, with all shown rows and the total known. Rows of nothing and of
 * everything are shown while others are, so a reader knows that hidden ones are neither, unless one of them is.
 */
export function determined({ values, hidden, room }: Table): Readonly<Record<number, readonly number[]>> {
  const sum = hidden.reduce((all, at) => all + (values[at] ?? 0), 0)
  const hasNone = hidden.some((at) => values[at] === 0)
  const hasAll = room !== null && hidden.some((at) => values[at] === room[at])
  const least = hasNone ? 0 : 1
  const most = hidden.map((at) => (room ? (room[at] ?? 0) - (hasAll ? 0 : 1) : sum))
  const found: Record<number, Set<number>> = Object.fromEntries(hidden.map((at) => [at, new Set<number>()]))
  const tried: number[] = []
  const tryOn = (left: number): void => {
    const place = tried.length
    if (place === hidden.length) {
      if (left === 0) for (const [at, row] of hidden.entries()) found[row]?.add(tried[at] ?? 0)
      return
    }
    for (let value = least; value <= Math.min(left, most[place] ?? 0); value += 1) {
      tried.push(value)
      tryOn(left - value)
      tried.pop()
    }
  }
  tryOn(sum)
  return Object.fromEntries(Object.entries(found).map(([at, is]) => [at, [...is]]))
}

/**
 * The same for a figure of which some wholes are hidden too: tries all wholes with all parts. Answers what each hidden part
 * may be, and what may be missing to its whole.
 */
export function determinedTogether(
  rows: readonly (readonly [part: number, rest: number])[],
  hiddenWholes: readonly number[],
  hiddenParts: readonly number[],
): Readonly<Record<number, { readonly parts: readonly number[]; readonly rests: readonly number[] }>> {
  const found = new Map(hiddenParts.map((at) => [at, [new Set<number>(), new Set<number>()] as const]))
  const wholes = rows.map(([part, rest]) => part + rest)
  for (const whole of fillings(
    wholes,
    hiddenWholes,
    wholes.some((one, at) => one === 0 && hiddenWholes.includes(at)) ? 0 : 1,
  )) {
    const bare = (is: (at: number) => boolean) =>
      hiddenParts.some((at) => !hiddenWholes.includes(at) && is(at)) ? 0 : 1
    const least = bare((at) => rows[at]?.[0] === 0)
    const spare = bare((at) => rows[at]?.[1] === 0)
    for (const part of fillings(
      rows.map(([one]) => one),
      hiddenParts,
      0,
    )) {
      const isPossible = hiddenParts.every((at) => {
        const [mine, all] = [part[at] ?? 0, whole[at] ?? 0]
        return hiddenWholes.includes(at) ? mine <= all : mine >= least && mine <= all - spare
      })
      if (!isPossible) continue
      for (const [at, [parts, rests]] of found) {
        parts.add(part[at] ?? 0)
        rests.add((whole[at] ?? 0) - (part[at] ?? 0))
      }
    }
  }
  return Object.fromEntries(
    [...found].map(([at, [parts, rests]]) => [at, { parts: [...parts], rests: [...rests] }]),
  )
}

/** All ways to fill the hidden places so that their sum stays. */
function fillings(values: readonly number[], hidden: readonly number[], least: number): readonly number[][] {
  const found: number[][] = []
  const fill = (place: number, left: number, filled: readonly number[]): void => {
    if (place === hidden.length) {
      if (left !== 0) return
      const whole = [...values]
      for (const [at, row] of hidden.entries()) whole[row] = filled[at] ?? 0
      found.push(whole)
      return
    }
    for (let value = least; value <= left; value += 1) fill(place + 1, left - value, [...filled, value])
  }
  fill(
    0,
    hidden.reduce((sum, at) => sum + (values[at] ?? 0), 0),
    [],
  )
  return found
}

/** An equation that everybody can write down: so often each unknown adds up to a number that is known. */
export type Equation = ReadonlyMap<string, number>

/**
 * The unknowns that a system of equations fixes, whatever its right sides: those whose own vector lies in what the
 * equations span. Gauss's way, in exact numbers of a prime field, so that nothing is lost to rounding.
 */
export function fixedBy(equations: readonly Equation[]): readonly string[] {
  const names = [...new Set(equations.flatMap((one) => [...one.keys()]))]
  const rows = equations.map((one) => names.map((name) => mod(BigInt(one.get(name) ?? 0))))
  let rank = 0
  for (let column = 0; column < names.length && rank < rows.length; column += 1) {
    const pivot = rows.findIndex((row, at) => at >= rank && row[column] !== 0n)
    if (pivot < 0) continue
    ;[rows[rank], rows[pivot]] = [rows[pivot] ?? [], rows[rank] ?? []]
    const lead = inverse(rows[rank]?.[column] ?? 1n)
    rows[rank] = (rows[rank] ?? []).map((one) => mod(one * lead))
    for (const [at, row] of rows.entries()) {
      const by = row[column] ?? 0n
      if (at === rank || by === 0n) continue
      rows[at] = row.map((one, place) => mod(one - by * (rows[rank]?.[place] ?? 0n)))
    }
    rank += 1
  }
  // Reduced as far as it goes, an unknown is fixed where a row speaks of nothing else.
  return rows.flatMap((row) => {
    const spoken = row.flatMap((one, at) => (one === 0n ? [] : [names[at] ?? '']))
    return spoken.length === 1 ? spoken : []
  })
}

const prime = 2_147_483_647n
const mod = (one: bigint): bigint => ((one % prime) + prime) % prime

function inverse(of: bigint): bigint {
  let [result, base, left] = [1n, mod(of), prime - 2n]
  while (left > 0n) {
    if (left & 1n) result = mod(result * base)
    base = mod(base * base)
    left >>= 1n
  }
  return result
}
