package dev.plumb.sctp;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The configuration of an association.
 *
 * @param localPort our SCTP port, 1 to 65535
 * @param remotePort the peer's SCTP port, 1 to 65535
 * @param maxMessageBytes the longest message to send; 0 for no limit but the send buffer's
 * @param mtuBytes the longest SCTP packet that every path is assumed to carry, at least 256. It is the first size, and
 *     the fallback
 * @param maxMtuBytes the longest SCTP packet that the path is searched for; {@code mtuBytes} for no search
 * @param receiveWindowBytes the initial limit of payload bytes held for reassembly, ordering and (with
 *     {@code manualConsume}) the application
 * @param maxReceiveWindowBytes the size to which that window grows where the path is long and fast
 * @param sendBufferBytes the most unsent payload bytes that are held
 * @param streams the number of streams announced in each direction, 1 to 65535
 * @param initialRto the retransmission time-out before the first measurement; also that of T1 and T2
 * @param minRto the lower bound of the retransmission time-out; must exceed the peer's SACK delay (200 ms). Smaller
 *     values retransmit sooner and risk spurious retransmissions
 * @param maxRto the upper bound of the retransmission time-out, and of the back-off of all timers
 * @param sackDelay the longest time that a SACK waits for a second packet, at most 500 ms
 * @param heartbeatInterval the time between heartbeats of an idle association; zero for none
 * @param cookieLife the time for which a cookie is valid
 * @param maxRetransmits the unanswered retransmissions in a row after which the association fails
 * @param maxInitRetransmits the unanswered retransmissions of INIT and COOKIE ECHO after which the association fails
 * @param maxBurstPackets the most packets sent back to back, and at a time where the pace is faster than the clock.
 *     Higher values raise throughput on fast paths and risk overflowing small queues
 * @param initialWindowPackets the first congestion window, in packets
 * @param manualConsume whether delivered bytes fill the receive window until {@link SctpAssociation#consumed}
 * @param interleaving whether the peer is offered I-DATA, by which messages of several streams interleave
 * @param zeroChecksum whether checksums are left out where the peer accepts that, since DTLS below has a better one
 * @param congestion the rules of the congestion window
 * @param scheduling the choice of the next stream
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-16 RFC 9260 16, Suggested SCTP Protocol Parameter Values
 */
public record SctpConfig(
        int localPort,
        int remotePort,
        int maxMessageBytes,
        int mtuBytes,
        int maxMtuBytes,
        int receiveWindowBytes,
        int maxReceiveWindowBytes,
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
        boolean manualConsume,
        boolean interleaving,
        boolean zeroChecksum,
        CongestionAlgorithm congestion,
        StreamScheduling scheduling) {
    /** The configuration for data channels. */
    public static final SctpConfig DEFAULT = new SctpConfig(
            5000,
            5000,
            262_144,
            1191,
            1400,
            5 * 1024 * 1024,
            32 * 1024 * 1024,
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
            10,
            10,
            false,
            true,
            true,
            CongestionAlgorithm.STANDARD,
            StreamScheduling.WEIGHTED_FAIR);

    public SctpConfig {
        requireRange("local port", localPort, 1, 65535);
        requireRange("remote port", remotePort, 1, 65535);
        requireRange("maximum message size", maxMessageBytes, 0, Integer.MAX_VALUE);
        requireRange("MTU", mtuBytes, 256, 65535);
        requireRange("largest MTU", maxMtuBytes, mtuBytes, 65535);
        requireRange("receive window", receiveWindowBytes, 4096, 1 << 30);
        requireRange("largest receive window", maxReceiveWindowBytes, receiveWindowBytes, 1 << 30);
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

    /** Returns a copy with other ports. */
    public SctpConfig withPorts(int newLocalPort, int newRemotePort) {
        return with(draft -> {
            draft.localPort = newLocalPort;
            draft.remotePort = newRemotePort;
        });
    }

    /** Returns a copy with another maximum message size. */
    public SctpConfig withMaxMessageBytes(int bytes) {
        return with(draft -> draft.maxMessageBytes = bytes);
    }

    /** Returns a copy with another MTU, and none larger looked for. */
    public SctpConfig withMtuBytes(int bytes) {
        return with(draft -> {
            draft.mtuBytes = bytes;
            draft.maxMtuBytes = bytes;
        });
    }

    /** Returns a copy with another largest MTU to look for. */
    public SctpConfig withMaxMtuBytes(int bytes) {
        return with(draft -> draft.maxMtuBytes = bytes);
    }

    /** Returns a copy with another receive window, which does not grow. */
    public SctpConfig withReceiveWindowBytes(int bytes) {
        return with(draft -> {
            draft.receiveWindowBytes = bytes;
            draft.maxReceiveWindowBytes = bytes;
        });
    }

    /** Returns a copy with another size to which the receive window grows. */
    public SctpConfig withMaxReceiveWindowBytes(int bytes) {
        return with(draft -> draft.maxReceiveWindowBytes = bytes);
    }

    /** Returns a copy with another send buffer. */
    public SctpConfig withSendBufferBytes(int bytes) {
        return with(draft -> draft.sendBufferBytes = bytes);
    }

    /** Returns a copy with another number of streams. */
    public SctpConfig withStreams(int count) {
        return with(draft -> draft.streams = count);
    }

    /** Returns a copy with other bounds of the retransmission time-out. */
    public SctpConfig withRto(Duration initial, Duration min, Duration max) {
        return with(draft -> {
            draft.initialRto = initial;
            draft.minRto = min;
            draft.maxRto = max;
        });
    }

    /** Returns a copy with another delay of SACKs. */
    public SctpConfig withSackDelay(Duration delay) {
        return with(draft -> draft.sackDelay = delay);
    }

    /** Returns a copy with another time between heartbeats. */
    public SctpConfig withHeartbeatInterval(Duration interval) {
        return with(draft -> draft.heartbeatInterval = interval);
    }

    /** Returns a copy with another life of cookies. */
    public SctpConfig withCookieLife(Duration life) {
        return with(draft -> draft.cookieLife = life);
    }

    /** Returns a copy with another number of retransmissions. */
    public SctpConfig withMaxRetransmits(int count) {
        return with(draft -> draft.maxRetransmits = count);
    }

    /** Returns a copy with another burst limit. */
    public SctpConfig withMaxBurstPackets(int packets) {
        return with(draft -> draft.maxBurstPackets = packets);
    }

    /** Returns a copy with another first congestion window. */
    public SctpConfig withInitialWindowPackets(int packets) {
        return with(draft -> draft.initialWindowPackets = packets);
    }

    /** Returns a copy in which the application consumes explicitly or not. */
    public SctpConfig withManualConsume(boolean manual) {
        return with(draft -> draft.manualConsume = manual);
    }

    /** Returns a copy that offers interleaving or not. */
    public SctpConfig withInterleaving(boolean offered) {
        return with(draft -> draft.interleaving = offered);
    }

    /** Returns a copy that offers to leave checksums out or not. */
    public SctpConfig withZeroChecksum(boolean offered) {
        return with(draft -> draft.zeroChecksum = offered);
    }

    /** Returns a copy with another congestion control. */
    public SctpConfig withCongestion(CongestionAlgorithm algorithm) {
        return with(draft -> draft.congestion = algorithm);
    }

    /** Returns a copy with another choice of the next stream. */
    public SctpConfig withScheduling(StreamScheduling newScheduling) {
        return with(draft -> draft.scheduling = newScheduling);
    }

    private SctpConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toConfig();
    }

    /** The same fields, to be changed. */
    private static final class Draft {
        int localPort;
        int remotePort;
        int maxMessageBytes;
        int mtuBytes;
        int maxMtuBytes;
        int receiveWindowBytes;
        int maxReceiveWindowBytes;
        int sendBufferBytes;
        int streams;
        Duration initialRto;
        Duration minRto;
        Duration maxRto;
        Duration sackDelay;
        Duration heartbeatInterval;
        Duration cookieLife;
        int maxRetransmits;
        int maxInitRetransmits;
        int maxBurstPackets;
        int initialWindowPackets;
        boolean manualConsume;
        boolean interleaving;
        boolean zeroChecksum;
        CongestionAlgorithm congestion;
        StreamScheduling scheduling;

        Draft(SctpConfig from) {
            localPort = from.localPort;
            remotePort = from.remotePort;
            maxMessageBytes = from.maxMessageBytes;
            mtuBytes = from.mtuBytes;
            maxMtuBytes = from.maxMtuBytes;
            receiveWindowBytes = from.receiveWindowBytes;
            maxReceiveWindowBytes = from.maxReceiveWindowBytes;
            sendBufferBytes = from.sendBufferBytes;
            streams = from.streams;
            initialRto = from.initialRto;
            minRto = from.minRto;
            maxRto = from.maxRto;
            sackDelay = from.sackDelay;
            heartbeatInterval = from.heartbeatInterval;
            cookieLife = from.cookieLife;
            maxRetransmits = from.maxRetransmits;
            maxInitRetransmits = from.maxInitRetransmits;
            maxBurstPackets = from.maxBurstPackets;
            initialWindowPackets = from.initialWindowPackets;
            manualConsume = from.manualConsume;
            interleaving = from.interleaving;
            zeroChecksum = from.zeroChecksum;
            congestion = from.congestion;
            scheduling = from.scheduling;
        }

        SctpConfig toConfig() {
            return new SctpConfig(
                    localPort,
                    remotePort,
                    maxMessageBytes,
                    mtuBytes,
                    maxMtuBytes,
                    receiveWindowBytes,
                    maxReceiveWindowBytes,
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
                    manualConsume,
                    interleaving,
                    zeroChecksum,
                    congestion,
                    scheduling);
        }
    }
}
