/** The version of @portico/quality, as published. */
export const version = '1.0.0'
