/** The version of @portico/mcp, as published. */
export const version = '1.0.0'
