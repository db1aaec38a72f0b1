import { carried, date, line, lines, pickedSome } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** Which arrangement a loan is filed under; the page offers those that have a pool. */
export const arrangementForm = form('covers', { arrangement: carried() })

/** Turned down or taken back, with words that the other side reads. */
export const whyForm = form('covers', { why: lines({ min: 2, max: 500 }) })

/** The borrower's deposit or premium, as the cashier saw it. */
export const chargeForm = form('covers', { paidOn: date(), reference: line({ min: 2, max: 60 }) })

/** The most loans that a bank files at once. */
export const mostAtOnce = 50

/** The loans that a bank files at once, under one arrangement. */
export const bulkForm = form('covers', { arrangement: carried(), loans: pickedSome(undefined, mostAtOnce) })
