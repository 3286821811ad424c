package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sender of keys as telephone events, which replace sound.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcdtmfsender WebRTC 7.2, RTCDTMFSender
 * @spec https://www.rfc-editor.org/rfc/rfc4733#section-2.5.1 RFC 4733 2.5.1, Sender Procedures
 */
public final class RTCDtmfSender {
    private static final long MILLI_AS_NANOS = 1_000_000L;
    private static final long COMMA_NANOS = 2_000 * MILLI_AS_NANOS;
    private static final long PACKET_NANOS = 20 * MILLI_AS_NANOS;
    private static final int LONGEST_SEGMENT = 0xffff;
    private static final int LAST_PACKETS = 3;
    private static final int VOLUME_DBM0 = 10;
    private static final int SHORTEST_MILLIS = 40;
    private static final int SHORTEST_GAP_MILLIS = 30;
    private static final int LONGEST_MILLIS = 6_000;

    private final Agent agent;
    private final RTCRtpSender sender;
    private final EventSource<String> toneChanges = new EventSource<>();
    private volatile String toneBuffer = "";
    private int durationMillis = 100;
    private int gapMillis = 70;
    private boolean playing;
    private @Nullable Event event;
    private Loop.@Nullable Timer timer;

    RTCDtmfSender(Agent agent, RTCRtpSender sender) {
        this.agent = agent;
        this.sender = sender;
    }

    /** A key that is down. */
    private static final class Event {
        private final SendEncoding to;
        private final int number;
        private final RTCRtpCodecParameters codec;
        private final long startNanos;
        private final long endNanos;
        private long segment;
        private long before;
        private boolean first = true;
        private int lastPacketsSent;

        Event(SendEncoding to, int number, RTCRtpCodecParameters codec, long startNanos, long endNanos) {
            this.to = to;
            this.number = number;
            this.codec = codec;
            this.startNanos = startNanos;
            this.endNanos = endNanos;
            this.segment = to.timestampNow();
        }

        /**
         * Starts the next segment of a long event. Its timestamp counts in the clock rate of the stream, its lengths in
         * that of the telephone events.
         */
        void nextSegment() {
            before += LONGEST_SEGMENT;
            segment = segment + (long) LONGEST_SEGMENT * to.clockRateHz() / codec.clockRateHz() & 0xffff_ffffL;
        }

        long ticksAt(long nowNanos) {
            return (Math.min(nowNanos, endNanos) - startNanos) / 1_000 * codec.clockRateHz() / 1_000_000;
        }
    }

    /** Returns whose stream it uses. */
    public RTCRtpSender sender() {
        return sender;
    }

    /**
     * Returns whether keys can be sent. The sender must be sending, and must have agreed on telephone events. Those of
     * its codec's clock rate are preferred; otherwise the first ones are used.
     */
    public boolean canInsertDtmf() {
        return agent.call(() ->
                sender.firstEncoding().flatMap(SendEncoding::telephoneEvents).isPresent());
    }

    /** Returns the keys that are still to be played. */
    public String toneBuffer() {
        return toneBuffer;
    }

    /** Plays keys for 100 ms each, with gaps of 70 ms. */
    public void insertDtmf(String tones) {
        insertDtmf(tones, 100, 70);
    }

    /**
     * Sends keys, in the place of those that are still to come; one that is down is finished.
     *
     * @param tones the keys, of {@code 0-9 A-D a-d # *}; a comma waits for two seconds; empty for no more
     * @param newDurationMillis the duration of each key, clamped to 40 to 6000
     * @param newGapMillis the gap between two keys, clamped to 30 to 6000
     * @throws RTCException InvalidStateError where {@link #canInsertDtmf} is false; InvalidCharacterError for a
     *     character that is no key
     */
    public void insertDtmf(String tones, int newDurationMillis, int newGapMillis) {
        agent.run(() -> {
            if (!canInsertDtmf()) {
                throw RTCException.invalidState("no keys can be sent: see canInsertDtmf");
            }
            String upper = tones.toUpperCase(Locale.ROOT);
            if (!upper.chars().allMatch(c -> c == ',' || RTCDtmfTone.event((char) c) >= 0)) {
                throw new RTCException(RTCException.Name.INVALID_CHARACTER, "keys are 0-9 A-D # * and comma: " + tones);
            }
            toneBuffer = upper;
            durationMillis = Math.clamp(newDurationMillis, SHORTEST_MILLIS, LONGEST_MILLIS);
            gapMillis = Math.clamp(newGapMillis, SHORTEST_GAP_MILLIS, LONGEST_MILLIS);
            if (!playing && !upper.isEmpty()) {
                playing = true;
                agent.loop().execute(this::next);
            }
        });
    }

    /**
     * Registers a listener that is called on the loop with each key as it begins, and with an empty string after the
     * last.
     */
    public Registration onToneChange(Consumer<String> listener) {
        return toneChanges.add(listener);
    }

    private void next() {
        timer = null;
        SendEncoding to = sender.firstEncoding().orElse(null);
        RTCRtpCodecParameters codec = to == null ? null : to.telephoneEvents().orElse(null);
        if (toneBuffer.isEmpty()) {
            playing = false;
            toneChanges.fire("");
            return;
        }
        if (to == null || codec == null) {
            // it sends no more: the rest is not sent, and nobody is told of it
            playing = false;
            return;
        }
        char tone = toneBuffer.charAt(0);
        toneBuffer = toneBuffer.substring(1);
        long now = agent.loop().nowNanos();
        if (tone == ',') {
            timer = agent.loop().schedule(now + COMMA_NANOS, this::next);
        } else {
            event = new Event(to, RTCDtmfTone.event(tone), codec, now, now + durationMillis * MILLI_AS_NANOS);
            to.held(true);
            timer = agent.loop().schedule(now + PACKET_NANOS, this::goOn);
        }
        toneChanges.fire(String.valueOf(tone));
    }

    private void goOn() {
        timer = null;
        Event e = event;
        if (e == null) {
            return;
        }
        long now = agent.loop().nowNanos();
        long ticks = e.ticksAt(now);
        // a segment's length has 16 bits: longer keys are told of in several
        while (ticks - e.before > LONGEST_SEGMENT) {
            send(e, LONGEST_SEGMENT, false);
            e.nextSegment();
        }
        if (now < e.endNanos) {
            send(e, (int) (ticks - e.before), false);
            timer = agent.loop().schedule(Math.min(e.endNanos, now + PACKET_NANOS), this::goOn);
            return;
        }
        send(e, (int) (ticks - e.before), true);
        e.lastPacketsSent++;
        if (e.lastPacketsSent < LAST_PACKETS) {
            // RFC 4733 2.5.1.4: the last packet is sent three times, one update interval apart
            timer = agent.loop().schedule(now + PACKET_NANOS, this::goOn);
            return;
        }
        event = null;
        e.to.held(false);
        timer = agent.loop().schedule(Math.max(now, e.endNanos + gapMillis * MILLI_AS_NANOS), this::next);
    }

    private static void send(Event e, int ticks, boolean end) {
        byte[] payload = {(byte) e.number, (byte) ((end ? 0x80 : 0) | VOLUME_DBM0), (byte) (ticks >> 8), (byte) ticks};
        e.to.sendEvent(payload, e.codec.payloadType(), e.segment, e.first);
        e.first = false;
    }

    /** Stops the tones after the sender has stopped. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        event = null;
        playing = false;
        toneBuffer = "";
    }
}
