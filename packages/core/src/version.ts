/** The version of @portico/core, as published. */
export const version = '1.0.0'
