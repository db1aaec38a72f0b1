import type { Instant } from '../clock.ts'
import { Hopeless } from '../work/outbox.ts'

/** A letter in plain text. Its name is the same however often it is sent, so that a repeat is known as one. */
export type Letter = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly writtenAt: Instant
}

export type PostOffice = {
  /** @throws Hopeless where the server will never take a letter to this address; else what kept it from taking it now */
  send(letter: Letter): Promise<void>
  /** Asks the server whether it takes letters from us. @throws what keeps it from that */
  check(): Promise<void>
}

const patienceMs = 10_000

/** The SMTP server of the installation, by its address `smtp(s)://user:password@host:port`. */
export function postOffice({ url, from }: { readonly url: string; readonly from: string }): PostOffice {
  const transport = transportTo(url)
  return {
    send: async ({ to, subject, text, messageId, writtenAt }) => {
      // Machines answer no letter that says it was written by one.
      const headers = { 'Auto-Submitted': 'auto-generated' }
      try {
        await (await transport).sendMail({ from, to, subject, text, messageId, date: writtenAt, headers })
      } catch (error) {
        throw isForGood(error) ? new Hopeless(wordsOf(error)) : error
      }
    },
    check: async () => {
      await (await transport).verify()
    },
  }
}

/** Loaded where letters go out at all: most of what a process holds in memory is code. */
async function transportTo(url: string) {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // A letter is what we wrote, and nothing that its text could point to.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** A server that answers an address with 5xx will do so tomorrow (RFC 5321, §4.2.1); other faults may be ours. */
const isForGood = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'command' in error &&
  error.command === 'RCPT TO' &&
  'responseCode' in error &&
  Number(error.responseCode) >= 500

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
