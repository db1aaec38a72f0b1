import { inspect } from 'node:util'

/** What became of one file, as its process says it when the file's suite has ended. */
export type Verdict = {
  readonly file: string
  readonly passed: number
  /** Skipped or put off. */
  readonly notRun: number
  readonly failures: readonly string[]
  readonly seconds: number
  /** Tests were cancelled, perhaps because nothing was left to wait for: the process may be at its end. */
  readonly isLast: boolean
}

type Happening = {
  readonly type: string
  readonly data: {
    readonly name: string
    readonly nesting: number
    readonly skip?: string | boolean
    readonly todo?: string | boolean
    readonly details: {
      readonly duration_ms: number
      readonly type?: string
      readonly error?: Error & { readonly failureType?: string }
    }
  }
}

/** The reporter of `worker.ts`, in which each file is a suite: sends its verdict instead of printing its tests. */
export default async function* report(happenings: AsyncIterable<Happening>): AsyncGenerator<string> {
  const names: string[] = []
  let verdict = { passed: 0, notRun: 0, failures: [] as string[], isLast: false }
  for await (const { type, data } of happenings) {
    if (type === 'test:start') names.splice(data.nesting, names.length, data.name)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const { details, skip, todo } = data
    verdict.isLast ||= details.error?.failureType === 'cancelledByParent'
    if (skip !== undefined || todo !== undefined) verdict.notRun += 1
    else if (type === 'test:pass' && details.type !== 'suite') verdict.passed += 1
    // A parent does not fail a second time for what failed in it.
    else if (type === 'test:fail' && details.error?.failureType !== 'subtestsFailed')
      verdict.failures.push(`${names.slice(0, data.nesting + 1).join(' › ')}\n${shown(details.error)}`)
    if (data.nesting > 0) continue
    process.send?.({ file: data.name, ...verdict, seconds: details.duration_ms / 1000 } satisfies Verdict)
    process.channel?.ref()
    verdict = { passed: 0, notRun: 0, failures: [], isLast: false }
  }
  yield ''
}

const shown = (error: Error | undefined): string =>
  inspect(error?.cause ?? error, { depth: 6 }).replace(/^/gm, '  ')
