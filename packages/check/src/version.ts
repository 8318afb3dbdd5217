/** The version of @portico/check, as published. */
export const version = '1.0.0'
