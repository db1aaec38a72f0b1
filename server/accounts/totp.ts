import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { type Instant, millisecondsOf } from '../platform/clock.ts'

const periodSeconds = 30

/** A secret that any authenticator app takes (RFC 6238, SHA-1, six digits, thirty seconds). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

const totp = (secret: string, label: string) =>
  new TOTP({
    issuer: 'Rongqiao',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  })

/** What the square code on the screen says. */
export const totpAddress = (secret: string, signInName: string): string => totp(secret, signInName).toString()

/** The code of a moment; for tests and for nothing else. */
export const totpCode = (secret: string, at: Instant): string =>
  totp(secret, 'code').generate({ timestamp: millisecondsOf(at) })

/**
 * The time step that a code belongs to, or null if it is wrong. One step to either side is allowed for slow
 * hands and clocks; a step at or before the last one used is refused, so a code that was overlooked works once.
 */
export function stepOfCode(secret: string, code: string, at: Instant, lastStep: number): number | null {
  const typed = code.normalize('NFKC').replace(/\s/g, '')
  const timestamp = millisecondsOf(at)
  const delta = totp(secret, 'code').validate({ token: typed, timestamp, window: 1 })
  if (delta === null) return null
  const step = Math.floor(timestamp / 1000 / periodSeconds) + delta
  return step > lastStep ? step : null
}

/** Ten codes for the day the phone is lost, each for one time. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    randomBytes(5)
      .toString('hex')
      .replace(/(.{5})/, '$1-'),
  )
