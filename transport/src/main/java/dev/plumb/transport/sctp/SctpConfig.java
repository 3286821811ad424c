package dev.plumb.transport.sctp;

import java.time.Duration;

/**
 * How an association behaves.
 *
 * @param localPort our SCTP port, 1 to 65535
 * @param remotePort the peer's SCTP port, 1 to 65535
 * @param maxMessageBytes longest message sent; 0 for no limit but the send buffer's
 * @param mtuBytes longest SCTP packet, at least 256
 * @param receiveWindowBytes payload bytes held for reassembly, ordering and (with {@code manualConsume}) the application
 * @param sendBufferBytes payload bytes not yet sent that are held at most
 * @param streams streams announced in each direction, 1 to 65535
 * @param initialRto before the first measurement; also of T1 and T2
 * @param minRto lower bound of the retransmission time-out; must exceed the peer's SACK delay (200 ms)
 * @param maxRto upper bound of it, and of the back-off of all timers
 * @param sackDelay how long a SACK waits for a second packet, at most 500 ms
 * @param heartbeatInterval between heartbeats of an idle association; zero for none
 * @param cookieLife how long a cookie is good
 * @param maxRetransmits unanswered retransmissions in a row after which the association fails
 * @param maxInitRetransmits the same of INIT and COOKIE ECHO
 * @param maxBurstPackets DATA packets sent at most upon one call
 * @param initialWindowPackets the first congestion window, in packets
 * @param manualConsume whether delivered bytes fill the receive window until {@link SctpAssociation#consumed}
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-16 RFC 9260 16, Suggested SCTP Protocol Parameter Values
 */
public record SctpConfig(
        int localPort,
        int remotePort,
        int maxMessageBytes,
        int mtuBytes,
        int receiveWindowBytes,
        int sendBufferBytes,
        int streams,
        Duration initialRto,
        Duration minRto,
        Duration maxRto,
        Duration sackDelay,
        Duration heartbeatInterval,
        Duration cookieLife,
        int maxRetransmits,
        int maxInitRetransmits,
        int maxBurstPackets,
        int initialWindowPackets,
        boolean manualConsume) {
    /** What suits data channels. */
    public static final SctpConfig DEFAULT = new SctpConfig(
            5000,
            5000,
            262_144,
            1191,
            5 * 1024 * 1024,
            16 * 1024 * 1024,
            65535,
            Duration.ofSeconds(1),
            Duration.ofMillis(400),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            10,
            8,
            4,
            10,
            false);

    public SctpConfig {
        requireRange("local port", localPort, 1, 65535);
        requireRange("remote port", remotePort, 1, 65535);
        requireRange("maximum message size", maxMessageBytes, 0, Integer.MAX_VALUE);
        requireRange("MTU", mtuBytes, 256, 65535);
        requireRange("receive window", receiveWindowBytes, 4096, 1 << 30);
        requireRange("send buffer", sendBufferBytes, 1, Integer.MAX_VALUE);
        requireRange("number of streams", streams, 1, 65535);
        requireRange("number of retransmissions", maxRetransmits, 0, 1000);
        requireRange("number of INIT retransmissions", maxInitRetransmits, 0, 1000);
        requireRange("burst", maxBurstPackets, 1, 10_000);
        requireRange("initial window", initialWindowPackets, 1, 10_000);
        if (minRto.compareTo(maxRto) > 0 || minRto.isNegative() || minRto.isZero()) {
            throw new IllegalArgumentException("the minimum RTO lies between 0 and the maximum, not at " + minRto);
        }
        if (sackDelay.compareTo(Duration.ofMillis(500)) > 0) {
            throw new IllegalArgumentException("a SACK is delayed by 500 ms at most, not " + sackDelay);
        }
    }

    private static void requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is from " + least + " to " + most + ", not " + value);
        }
    }

    /** The same with other ports. */
    public SctpConfig withPorts(int newLocalPort, int newRemotePort) {
        return new SctpConfig(
                newLocalPort,
                newRemotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another maximum message size. */
    public SctpConfig withMaxMessageBytes(int newMaxMessageBytes) {
        return new SctpConfig(
                localPort,
                remotePort,
                newMaxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another MTU. */
    public SctpConfig withMtuBytes(int newMtuBytes) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                newMtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another receive window. */
    public SctpConfig withReceiveWindowBytes(int newReceiveWindowBytes) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                newReceiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another send buffer. */
    public SctpConfig withSendBufferBytes(int newSendBufferBytes) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                newSendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another number of streams. */
    public SctpConfig withStreams(int newStreams) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                newStreams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with other bounds of the retransmission time-out. */
    public SctpConfig withRto(Duration newInitialRto, Duration newMinRto, Duration newMaxRto) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                newInitialRto,
                newMinRto,
                newMaxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another time between heartbeats. */
    public SctpConfig withHeartbeatInterval(Duration newHeartbeatInterval) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                newHeartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another life of cookies. */
    public SctpConfig withCookieLife(Duration newCookieLife) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                newCookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another number of retransmissions. */
    public SctpConfig withMaxRetransmits(int newMaxRetransmits) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                newMaxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with another burst limit. */
    public SctpConfig withMaxBurstPackets(int newMaxBurstPackets) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                newMaxBurstPackets,
                initialWindowPackets,
                manualConsume);
    }

    /** The same with or without back-pressure by the application. */
    public SctpConfig withManualConsume(boolean newManualConsume) {
        return new SctpConfig(
                localPort,
                remotePort,
                maxMessageBytes,
                mtuBytes,
                receiveWindowBytes,
                sendBufferBytes,
                streams,
                initialRto,
                minRto,
                maxRto,
                sackDelay,
                heartbeatInterval,
                cookieLife,
                maxRetransmits,
                maxInitRetransmits,
                maxBurstPackets,
                initialWindowPackets,
                newManualConsume);
    }
}
