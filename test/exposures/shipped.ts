import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { present } from '../../server/platform/assert.ts'

/** An arrangement as it ships. */
export const shipped = (code: string): Arrangement =>
  present(
    arrangementPolicies.find((row) => row.code === `arrangement-${code}`),
    code,
  ).value as Arrangement
