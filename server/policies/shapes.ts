import { z } from 'zod'
import { type Day, isDay } from '../money/day.ts'
import { type Fen, isFen } from '../money/fen.ts'
import { isPpm, type Ppm } from '../money/rate.ts'

/** What the values of policies are made of. An amount, a rate or a share in a policy is never negative. */
export const fenShape = z.custom<Fen>((value) => isFen(value) && value >= 0, 'not whole fen')
export const ppmShape = z.custom<Ppm>((value) => isPpm(value) && value >= 0, 'not whole ppm')
export const dayShape = z.custom<Day>(isDay, 'not a day')
/** Hundredths of a percent: 10,000 are the whole, or a factor of one. */
export const basisPointsShape = z.number().int().min(0)
export const wholeShape = z.number().int().min(0)

/** The name of a row is data in both languages, so that the bureau can add a row without adding words. */
export const nameShape = z.strictObject({ zh: z.string().trim().min(1), en: z.string().trim().min(1) })
