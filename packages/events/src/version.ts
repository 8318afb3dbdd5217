/** The version of @portico/events, as published. */
export const version = '1.0.0'
