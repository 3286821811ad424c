package dev.plumb.objects;

/**
 * The packets that a DTLS transport and its ICE transport received and dropped, by reason. Counts are from the
 * beginning of the transports and never fall. They are an addition to {@code getStats()}, which has only the members
 * that webrtc-stats names.
 *
 * @param unroutable datagrams that arrived at the gatherer's ports and belong to no transport, forged STUN packets
 *     among them; transports that share a gatherer all count them
 * @param iceMalformed STUN packets that could not be parsed
 * @param iceUnauthenticated STUN requests and responses without the right credentials
 * @param iceUnexpected STUN responses to no request, or from another address than the request was sent to
 * @param fromUnvalidatedPath datagrams over a candidate pair that no check has validated
 * @param dtlsMalformed records that could not be parsed
 * @param dtlsForged encrypted records that did not authenticate
 * @param dtlsReplayed records that had been received before, or are too old to tell
 * @param dtlsUnexpected records that had no place in the state of the handshake
 * @param mediaMalformed packets that were neither RTP nor RTCP, or whose headers were broken
 * @param mediaForged RTP and RTCP packets that did not authenticate
 * @param mediaReplayed RTP and RTCP packets that had been received before
 * @param mediaBeforeKeys packets that arrived too long before the keys
 * @param mediaOfTooManySources packets of an SSRC for which there was no room for replay protection
 * @param replayWindowsExpired the number of times that the replay window of a silent SSRC was given up. It is then as
 *     safe, and only less tolerant of reordering
 */
public record RTCDroppedPackets(
        long unroutable,
        long iceMalformed,
        long iceUnauthenticated,
        long iceUnexpected,
        long fromUnvalidatedPath,
        long dtlsMalformed,
        long dtlsForged,
        long dtlsReplayed,
        long dtlsUnexpected,
        long mediaMalformed,
        long mediaForged,
        long mediaReplayed,
        long mediaBeforeKeys,
        long mediaOfTooManySources,
        long replayWindowsExpired) {}
