import * as z from 'zod'

/** A component that the platform supplies, recognised by one of its methods. */
export function port(name: string, method: string): z.ZodCustom<object, object> {
  return z.custom<object>((value) => typeof (value as Record<string, unknown> | null)?.[method] === 'function', {
    error: `expected a ${name}, with the method ${method}()`,
  })
}
