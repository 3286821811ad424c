package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.rtp.jitter.AudioPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An assembler of telephone events from packets. It reports each event once, when it has ended, or when no more packets
 * of it arrive.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4733#section-2.5.2 RFC 4733 2.5.2, Receiver Procedures
 */
final class DtmfReceiver {
    private static final int PAYLOAD_BYTES = 4;
    private static final int LONGEST_SEGMENT = 0xffff;
    private static final long LOST_NANOS = 150_000_000L;
    private static final long REPEATED_FOR_NANOS = 10_000_000_000L;

    private final Loop loop;
    private final Consumer<RTCDtmfTone> out;
    private State state = new Idle(-1, 0);
    private long ssrc = -1;
    private Loop.@Nullable Timer timer;

    /** The state of a receiver of events. */
    private sealed interface State {}

    /**
     * Nothing.
     *
     * @param lastTimestamp the timestamp of the event that ended last; -1 for none
     * @param sinceNanos the time at which that event ended
     */
    private record Idle(long lastTimestamp, long sinceNanos) implements State {}

    /**
     * A key is down.
     *
     * @param timestamp the timestamp of the event's present segment
     * @param ticks the duration of that segment so far
     * @param before ticks of the segments before it
     */
    private record Down(int event, long timestamp, int ticks, long before, int clockRateHz) implements State {}

    DtmfReceiver(Loop loop, Consumer<RTCDtmfTone> out) {
        this.loop = loop;
        this.out = out;
    }

    void receive(AudioPacket packet) {
        byte[] payload = packet.payload();
        if (payload.length < PAYLOAD_BYTES || RTCDtmfTone.of(payload[0] & 0xff).isEmpty()) {
            return;
        }
        int event = payload[0] & 0xff;
        boolean end = (payload[1] & 0x80) != 0;
        int ticks = (payload[2] & 0xff) << 8 | (payload[3] & 0xff);
        if (packet.ssrc() != ssrc) { // another stream: its timestamps are unrelated to the last one's
            if (state instanceof Down before) {
                up(before);
            }
            ssrc = packet.ssrc();
            state = new Idle(-1, 0);
        }
        switch (state) {
            case Idle(long last, long sinceNanos) -> {
                if (last < 0 || isNew(packet.rtpTimestamp(), last, sinceNanos)) {
                    down(new Down(event, packet.rtpTimestamp(), ticks, 0, packet.clockRateHz()), end);
                }
            }
            case Down d -> follow(d, event, packet, ticks, end);
        }
    }

    private void follow(Down now, int event, AudioPacket packet, int ticks, boolean end) {
        long timestamp = packet.rtpTimestamp();
        if (timestamp == now.timestamp) {
            int most = Math.max(now.ticks, ticks);
            down(new Down(now.event, timestamp, most, now.before, now.clockRateHz), end);
        } else if (isAfter(timestamp, now.timestamp)) {
            boolean goesOn = event == now.event && (timestamp - now.timestamp & 0xffff_ffffL) == LONGEST_SEGMENT;
            if (!goesOn) {
                up(now);
            }
            long before = goesOn ? now.before + LONGEST_SEGMENT : 0;
            down(new Down(event, timestamp, ticks, before, packet.clockRateHz()), end);
        }
    }

    /**
     * Returns whether a packet starts a new event rather than repeating the last one. Repetitions end soon, so after
     * ten seconds any other timestamp is new; otherwise, half a timestamp cycle later, all of them would look old.
     */
    private boolean isNew(long timestamp, long last, long sinceNanos) {
        return isAfter(timestamp, last) || (timestamp != last && loop.nowNanos() - sinceNanos > REPEATED_FOR_NANOS);
    }

    private static boolean isAfter(long timestamp, long other) {
        return (int) (timestamp - other) > 0;
    }

    private void down(Down next, boolean end) {
        state = next;
        if (end) {
            up(next);
            return;
        }
        stopTimer();
        timer = loop.schedule(loop.nowNanos() + LOST_NANOS, () -> up(next));
    }

    private void up(Down ended) {
        stopTimer();
        state = new Idle(ended.timestamp, loop.nowNanos());
        long millis = (ended.before + ended.ticks) * 1000 / ended.clockRateHz;
        out.accept(new RTCDtmfTone(RTCDtmfTone.of(ended.event), (int) millis));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    void close() {
        stopTimer();
    }
}
