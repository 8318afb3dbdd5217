import * as z from 'zod'

// Arguments of several expectations, as in their descriptions.
export const columnName = z.string().min(1)
export const mostly = z.number().min(0).max(1).default(1)
export const scalar = z.union([z.string(), z.number(), z.boolean()])
const bound = z.union([z.number(), z.string()])
export const count = z.int('must be an integer').nonnegative()

/** Missing values in a set are ignored: a column's missing values are never unexpected. */
export const valueSet = z.array(scalar.nullable()).transform((values) => values.filter((value) => value !== null))

export const strictness = { strict_min: z.boolean().default(false), strict_max: z.boolean().default(false) }
export const range = { min_value: bound.optional(), max_value: bound.optional(), ...strictness }
export const numberRange = { min_value: z.number().optional(), max_value: z.number().optional(), ...strictness }
