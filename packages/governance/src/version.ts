/** The version of @portico/governance, as published. */
export const version = '1.0.0'
