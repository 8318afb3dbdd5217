import * as zod from 'zod'
import { deferring, withOriginals } from './deferred.ts'

// The part of zod that descriptions are written with. Schemas are created when first read: importing a connector costs only the
// operations that are called. A schema made by zod itself may be used wherever one of these may.

// The schemas' types are exported here too: the compiler needs each name that it prints in a connector's declarations.
export type {
  core,
  infer,
  input,
  output,
  ZodArray,
  ZodBase64,
  ZodBoolean,
  ZodCustom,
  ZodDefault,
  ZodDiscriminatedUnion,
  ZodEmail,
  ZodEnum,
  ZodInt,
  ZodIntersection,
  ZodISODate,
  ZodISODateTime,
  ZodISODuration,
  ZodISOTime,
  ZodLazy,
  ZodLiteral,
  ZodNonOptional,
  ZodNull,
  ZodNullable,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodRecord,
  ZodString,
  ZodTuple,
  ZodType,
  ZodUnion,
  ZodUnknown,
  ZodURL,
  ZodUUID,
} from 'zod'

export const string = deferring(zod.string)
export const email = deferring(zod.email)
export const url = deferring(zod.url)
export const uuid = deferring(zod.uuid)
export const base64 = deferring(zod.base64)
export const iso = {
  date: deferring(zod.iso.date),
  datetime: deferring(zod.iso.datetime),
  time: deferring(zod.iso.time),
  duration: deferring(zod.iso.duration),
}
export const number = deferring(zod.number)
export const int = deferring(zod.int)
export const boolean = deferring(zod.boolean)
export const unknown = deferring(zod.unknown)
export const literal = deferring(zod.literal)
export const object = deferring(zod.object)
export const strictObject = deferring(zod.strictObject)
export const looseObject = deferring(zod.looseObject)
export const array = deferring(zod.array)
export const tuple = deferring(zod.tuple)
export const record = deferring(zod.record)
export const union = deferring(zod.union)
export const discriminatedUnion = deferring(zod.discriminatedUnion)
export const lazy: typeof zod.lazy = deferring((get) => zod.lazy(() => withOriginals(get()) as ReturnType<typeof get>))
export const custom = deferring(zod.custom)

const enumeration = deferring(zod.enum)
const nil = deferring(zod.null)
export { enumeration as enum, nil as null }
