/** Buffer for unread chunks of a download; beyond it the connection is paused. */
export const unreadBytes = 64 * 1024

/** A failure's body is read whole, up to this size, however large the download may be. */
export const longestFailureBytes = 1024 * 1024
