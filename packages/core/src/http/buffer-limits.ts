/** Room for chunks of a download that nobody has read yet; the connection is paused beyond it. */
export const unreadBytes = 64 * 1024

/** A failure's text is read whole, and is at most this long whatever the download may weigh. */
export const longestFailureBytes = 1024 * 1024
