import type { Person } from '../accounts/index.ts'
import { Forbidden } from '../web.ts'

/** What an office answers for; one without a region answers for nothing, not for everything. */
export function regionOf({ region }: Person): string {
  if (!region) throw new Forbidden('an office without a region')
  return region
}
