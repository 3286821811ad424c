package dev.plumb.sctp;

/**
 * The choice of the next of several streams with data to send. Where messages interleave it is made for each fragment,
 * else for each message.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-3 RFC 8260 3, Stream Schedulers
 */
public enum StreamScheduling {
    /** Messages go in the order in which they were handed over. */
    FIRST_COME_FIRST_SERVED,
    /** Streams take turns. */
    ROUND_ROBIN,
    /** Streams of lower priority wait until none of a higher one has anything; those of the same take turns. */
    PRIORITY,
    /** Streams share the path in bytes by the ratio of their priorities, as data channels ask for. */
    WEIGHTED_FAIR
}
