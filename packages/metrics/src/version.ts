/** The version of @portico/metrics, as published. */
export const version = '1.0.0'
