import * as z from 'zod'

/** A part of the platform's own, told by a method that it has. */
export function port(name: string, method: string): z.ZodCustom<object, object> {
  return z.custom<object>((value) => typeof (value as Record<string, unknown> | null)?.[method] === 'function', {
    error: `expected a ${name}, with the method ${method}()`,
  })
}
