/** What stands at a path within a value, `weights.rate`; undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
  let found = value
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = Object.entries(found).find(([name]) => name === key)?.[1]
  }
  return found
}

/** A value put together from what stands at its paths; the inverse of `at`. */
export function nested(entries: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(entries)) {
    const [key = '', ...rest] = path.split('.')
    if (rest.length === 0) whole[key] = value
    else {
      const below = Object.entries(entries).flatMap(([other, one]) =>
        other.startsWith(`${key}.`) ? [[other.slice(key.length + 1), one] as const] : [],
      )
      whole[key] = nested(Object.fromEntries(below))
    }
  }
  return whole
}
