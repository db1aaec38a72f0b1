import { fail as broken } from 'node:assert/strict'

/**
 * Asserts what only a bug could break. It is a plain `if`: these checks run for every amount of every instalment, where
 * the library's own, which takes any number of arguments, would cost more than the arithmetic.
 */
export function assert(condition: unknown, promise: string): asserts condition {
  if (!condition) broken(promise)
}

/** As `assert`, where the words name a figure and are made only when they are needed. */
export function fail(promise: string): never {
  broken(promise)
}
