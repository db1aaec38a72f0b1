/** What a database refused, in the same three words for both drivers. */
export type Failure = 'unique' | 'foreign-key' | 'check' | 'not-null' | 'busy'

const postgresCodes: Record<string, Failure> = {
  '23505': 'unique',
  '23503': 'foreign-key',
  '23514': 'check',
  '23502': 'not-null',
  '55P03': 'busy',
}
const sqliteCodes: Record<string, Failure> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign-key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not-null',
  SQLITE_BUSY: 'busy',
}

/**
 * Names the constraint that failed, looking through drizzle's wrapping error; null for anything else.
 * To be used outside `transact` only: PostgreSQL aborts a transaction at its first error.
 */
export function failureOf(error: unknown): Failure | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') {
      const known = postgresCodes[at.code] ?? sqliteCodes[at.code]
      if (known) return known
    }
  }
  return null
}

/**
 * The name of the CHECK that a write broke; null for anything else. Like `failureOf`, for use outside `transact`.
 */
export function constraintOf(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (failureOf(at) !== 'check') continue
    if ('constraint' in at && typeof at.constraint === 'string') return at.constraint
    const [, name] = /CHECK constraint failed: (\w+)/.exec(at.message) ?? []
    if (name) return name
  }
  return null
}
